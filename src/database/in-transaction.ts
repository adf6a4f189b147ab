import type { WriteClient } from './connections.js';

/** Does some work in one transaction. The driver types it unlike a client; for statements there is no difference. */
export async function inTransaction<T>(sql: WriteClient, work: (tx: WriteClient) => Promise<T>): Promise<T> {
  let result: { value: T } | undefined;
  await sql.begin(async (tx) => {
    result = { value: await work(tx as unknown as WriteClient) };
  });
  return result!.value;
}
