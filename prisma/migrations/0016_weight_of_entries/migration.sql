-- An entry has a bound. Those of before are taken as they are: nobody can change them.
--
-- On a path of at most 64 envelopes, an entry comes to 400 KB at most. Budgets of older databases may have 1,056 envelopes
-- on their path, and an entry that charges all of them has to be written all the same: it is below 1.1 MB.
ALTER TABLE entries ADD CONSTRAINT entries_size CHECK (octet_length(content) <= 2097152) NOT VALID;
