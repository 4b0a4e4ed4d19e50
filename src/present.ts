/** The members of `Members` that may be undefined, as members that may be absent. */
export type Present<Members> = {
  [Key in keyof Members as undefined extends Members[Key] ? never : Key]: Members[Key];
} & {
  [Key in keyof Members as undefined extends Members[Key] ? Key : never]?: Exclude<Members[Key], undefined>;
};

/** The members that have a value: what is absent is absent, not a member that holds `undefined`. */
export function present<const Members extends object>(members: Members): Present<Members> {
  const found = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(found) as Present<Members>;
}
