/** What a field of a protocol buffer message holds. */
export type Content = 'integer' | 'float' | 'text' | 'bytes' | MessageSchema;

/** Number and content of a field; `many` where it may stand several times (`repeated`). */
export type Field = readonly [number: number, content: Content, many?: 'many'];

/** The fields of a kind of message by name, as its `.proto` file lists them. Fields that are left out are passed over. */
export interface MessageSchema {
  readonly [name: string]: Field;
}

type Value<C> = C extends 'integer' | 'float'
  ? number
  : C extends 'text'
    ? string
    : C extends 'bytes'
      ? Uint8Array
      : C extends MessageSchema
        ? MessageOf<C>
        : never;

/** A message of the kind that a schema describes; a field that is absent does not stand in the bytes. */
export type MessageOf<S extends MessageSchema> = {
  -readonly [Name in keyof S]?: S[Name] extends readonly [number, infer C, 'many']
    ? Value<C>[]
    : S[Name] extends readonly [number, infer C]
      ? Value<C>
      : never;
};
