import { expect } from '@jest/globals';
import { audit } from '../../src/audit/audit.js';
import { differenceText } from '../../src/audit/difference.js';
import type { WriteClient } from '../../src/database/connections.js';

/** Fails the test unless every balance, hold and counter of the database is what its journal says. */
export async function expectAuditPasses(sql: WriteClient): Promise<void> {
  const { differences } = await audit(sql);
  expect(differences.map(differenceText)).toEqual([]);
}
