/*
 * Statements that answer with rows only where something is wrong that no walk along the tables shows. A thousand of a
 * kind say enough.
 */

export const ANSWERED_TWICE = `
  SELECT tree_id::text AS "treeId", request_key::text AS "requestKey", count(*)::float8 AS entries
  FROM entries WHERE request_key IS NOT NULL
  GROUP BY entries.tree_id, entries.request_key HAVING count(*) > 1
  ORDER BY entries.tree_id, entries.request_key LIMIT 1000`;

export const CREATED_TWICE = `
  SELECT creation_key::text AS "creationKey", count(*)::float8 AS trees
  FROM trees WHERE creation_key IS NOT NULL
  GROUP BY trees.creation_key HAVING count(*) > 1
  ORDER BY trees.creation_key LIMIT 1000`;

export const WRONG_PATH = `
  SELECT b.tree_id::text AS "treeId", b.id::text AS "budgetId",
    array_to_string(p.path || p.id, ',') AS journal, array_to_string(b.path, ',') AS path
  FROM budgets b LEFT JOIN budgets p ON p.tree_id = b.tree_id AND p.id = b.parent_id
  WHERE b.path IS DISTINCT FROM CASE WHEN b.parent_id IS NULL THEN '{}'::uuid[] ELSE p.path || p.id END
  ORDER BY b.tree_id, b.id LIMIT 1000`;
