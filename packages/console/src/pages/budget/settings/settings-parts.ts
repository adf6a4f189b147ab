/** The parts of the settings of a budget, in their order. */
export const SETTINGS_PARTS = ['general', 'limits', 'prices', 'policy', 'keys', 'webhooks'] as const;
export type SettingsPart = (typeof SETTINGS_PARTS)[number];

/** Which part an address names: the first where it names none. */
export function settingsSearch({ part }: Record<string, unknown>): { part?: SettingsPart } {
  const found = SETTINGS_PARTS.find((one) => one === part);
  return found === undefined ? {} : { part: found };
}
