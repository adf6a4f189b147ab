/*
 * Statements that answer with rows only where something is wrong that no walk along the tables shows. A thousand of a
 * kind say enough.
 */

/** A key may be kept with its time or without: either ends with the same ten bytes of its hash, as few others do by chance. */
export const ANSWERED_TWICE = `
  WITH alike AS MATERIALIZED (
    SELECT tree_id, substr(uuid_send(request_key), 7) AS ending
    FROM entries WHERE request_key IS NOT NULL
    GROUP BY 1, 2 HAVING count(*) > 1
    ORDER BY 1, 2 LIMIT 1000
  )
  SELECT e.tree_id::text AS "treeId", min(e.request_key::text) AS "requestKey", count(*)::float8 AS entries
  FROM alike
  JOIN entries e ON e.tree_id = alike.tree_id AND substr(uuid_send(e.request_key), 7) = alike.ending
  GROUP BY e.tree_id, alike.ending
  HAVING count(DISTINCT e.request_key) < count(*)
    OR count(DISTINCT (e.content::jsonb ->> 'by', e.content::jsonb #>> '{request,idempotencyKey}')) < count(*)
  ORDER BY e.tree_id, alike.ending`;

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
