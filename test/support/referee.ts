import type { WriteClient } from '../../src/database/connections.js';

/**
 * Lets Postgres itself watch, at the moment when a reservation's entry is written, whether it was decided under the
 * settings that hold then: all ancestors active and without a policy, and the limit that it was charged under the
 * one that its envelope has. Settings that change in the same transaction were decided on in their order, and are
 * not looked at. For trees of scale 0, with at most one envelope.
 */
export async function watchWrites(sql: WriteClient): Promise<void> {
  await sql.unsafe(`
    CREATE TABLE fouls (foul text NOT NULL);
    CREATE FUNCTION watch_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO fouls
      SELECT 'reserved under a budget that is ' || b.state || ', policy ' || coalesce(b.policy::text, 'none')
      FROM budgets leaf
      JOIN budgets b ON b.tree_id = leaf.tree_id AND b.id = ANY (leaf.path || leaf.id)
      WHERE leaf.tree_id = NEW.tree_id AND leaf.id = NEW.budget_id
        AND b.xmin <> pg_current_xact_id()::xid AND (b.state <> 'active' OR b.policy IS NOT NULL);
      INSERT INTO fouls
      SELECT 'reserved under the limit ' || (charge ->> 'limit') || ' of an envelope that has ' || e."limit"
      FROM jsonb_array_elements(coalesce(NEW.content::jsonb -> 'charges', '[]')) AS charge
      JOIN envelopes e ON e.tree_id = NEW.tree_id
      JOIN budgets b ON b.tree_id = e.tree_id AND b.id = e.budget_id
      WHERE b.xmin <> pg_current_xact_id()::xid AND charge ->> 'limit' <> e."limit"::text;
      RETURN NULL;
    END $$;
    CREATE TRIGGER watch AFTER INSERT ON entries FOR EACH ROW
    WHEN (NEW.kind = 'reserve' AND NOT NEW.denied) EXECUTE FUNCTION watch_entry()`);
}

/** What was written, since this was last asked, under settings that did not hold any more. */
export async function fouls(sql: WriteClient): Promise<string[]> {
  const rows = await sql<{ foul: string }[]>`DELETE FROM fouls RETURNING foul`;
  return [...new Set(rows.map(({ foul }) => foul))];
}
