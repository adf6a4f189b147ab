/** Says what these tests run on, and lets the processes know that run them. */
export function announce(tests, { url, label }) {
  process.stdout.write(`${tests} tests run on: ${label}\n`);
  process.env[`PURSER_TEST_SERVER_${tests.toUpperCase()}`] = url;
}
