/** The request id in all examples. */
export const EXAMPLE_REQUEST_ID = '8c0f2b6e-5f0e-4a36-9d1b-1f3f0a8f6c11';
