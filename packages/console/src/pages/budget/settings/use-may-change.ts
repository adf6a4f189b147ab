import type { Budget } from '@purser/sdk';
import { useMay } from '../../../session/session.js';

/** Whether the settings of a budget can be changed from here: they stay as they are when it is closed. */
export const useMayChange = ({ state }: Budget): boolean => useMay('manage') && state !== 'closed';
