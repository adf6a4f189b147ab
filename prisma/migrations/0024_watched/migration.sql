-- What is watched of budgets is counted on an index that has nothing else: budgets that people or limits have stopped, and
-- those that owe. Both columns change only when that does, so that other updates of a budget stay on their page.
CREATE INDEX budgets_stopped ON budgets (tree_id, id) WHERE state IN ('frozen', 'paused');
CREATE INDEX budgets_overdrawn ON budgets (tree_id, id) WHERE overdraft > 0 AND state <> 'closed';
