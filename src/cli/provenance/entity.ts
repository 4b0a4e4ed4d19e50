/** An entity of a crate: a JSON-LD object with its identifier and type. */
export interface Entity {
  '@id': string;
  '@type': string | string[];
  [property: string]: unknown;
}
