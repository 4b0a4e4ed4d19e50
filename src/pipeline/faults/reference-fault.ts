/** A reference that cannot be read or followed. */
export class ReferenceFault extends Error {
  /** The part of the text that is wrong. */
  readonly text: string;
  readonly hint: string;

  constructor(text: string, message: string, hint: string) {
    super(message);
    this.name = 'ReferenceFault';
    this.text = text;
    this.hint = hint;
  }
}
