import { setTimeout as sleep } from 'node:timers/promises';
import type { ReservationDto } from '../../src/api/reservations/reservation.dto.js';
import type { Answer, Client } from './client.js';

/** Reports what a call really cost, whatever it passes. */
export const cost = (
  client: Client,
  id: string,
  amount: string,
  more: object = {},
): Promise<Answer<ReservationDto>> =>
  client.post(`/v1/reservations/${id}/commit`, { amount, overage: 'overdraft', ...more });

/** Pays what is claimed, or a part of it. */
export const settle = (client: Client, id: string, body: object = {}): Promise<Answer<ReservationDto>> =>
  client.post(`/v1/reservations/${id}/claim/settle`, body);

/** Drops what is claimed. */
export const dismiss = (client: Client, id: string): Promise<Answer<ReservationDto>> =>
  client.post(`/v1/reservations/${id}/claim/dismiss`, { reason: 'no cost of ours' });

/** Waits for the first half of a minute; answers when that minute ends. */
export async function earlyInMinute(): Promise<number> {
  const within = Date.now() % 60_000;
  if (within > 30_000) await sleep(60_000 - within + 50);
  return Math.ceil((Date.now() + 1) / 60_000) * 60_000;
}

/** Asks again and again, for as long as a slow machine may take. */
export async function eventually(what: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1_000; i += 1) {
    if (await what()) return;
    await sleep(100);
  }
  throw new Error('it did not come to pass');
}
