export const sum = (amounts: bigint[]): bigint => amounts.reduce((total, one) => total + one, 0n);
export const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
