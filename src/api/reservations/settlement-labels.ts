/** What labels of a settlement are. */
export const SETTLEMENT_LABELS = {
  description:
    'Labels of this settlement. They come before those of the reservation, hold for later settlements too until one says otherwise, and can be listed by.',
  optional: true,
  nullable: true,
};
