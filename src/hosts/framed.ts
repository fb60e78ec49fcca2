/** Takes the output of one script out of a stream in which others speak too: a login's greeting, ssh itself. */

/** As much of what came before is kept, in bytes. */
const KEPT_BEFORE = 4096;

/** Shell lines that begin and end the frame on both streams. The word never stands there as it is looked for. */
export function framedScript(word: string, script: string): string {
  return [
    // Before anything else is read: a login may have given our programs other meanings.
    'unalias -a 2>/dev/null',
    `printf 'b%s\\n' ${word}; printf 'b%s\\n' ${word} >&2`,
    `( ${script}`,
    ')',
    `code=$?; printf 'e%s %d\\n' ${word} "$code"; printf 'e%s %d\\n' ${word} "$code" >&2`,
  ].join('\n');
}

export class Framed {
  readonly #begin: Buffer;
  readonly #end: Buffer;
  #held: Buffer = Buffer.alloc(0);
  #began = false;
  #before = '';
  #code: number | undefined;

  /** @param word letters and digits, not to be guessed. */
  constructor(word: string) {
    this.#begin = Buffer.from(`b${word}\n`);
    this.#end = Buffer.from(`e${word} `);
  }

  get began(): boolean {
    return this.#began;
  }

  /** The script's exit code, once its end was seen. */
  get code(): number | undefined {
    return this.#code;
  }

  /** The end of what came before the script. */
  get before(): string {
    return this.#began ? this.#before : this.#held.toString('utf8');
  }

  /** @returns what of it is the script's own output. */
  take(chunk: Uint8Array): Buffer {
    let data = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : Buffer.from(chunk);
    this.#held = Buffer.alloc(0);
    if (this.#code !== undefined) return Buffer.alloc(0);
    if (!this.#began) {
      const at = data.indexOf(this.#begin);
      if (at < 0) {
        this.#held = data.subarray(-KEPT_BEFORE);
        return Buffer.alloc(0);
      }
      this.#began = true;
      this.#before = data.subarray(Math.max(0, at - KEPT_BEFORE), at).toString('utf8');
      data = data.subarray(at + this.#begin.length);
    }
    return this.#untilEnd(data);
  }

  #untilEnd(data: Buffer): Buffer {
    const at = data.indexOf(this.#end);
    if (at < 0) {
      // Only what may be the beginning of the end waits for more.
      let most = Math.min(this.#end.length - 1, data.length);
      while (most > 0 && data.compare(this.#end, 0, most, data.length - most) !== 0) most--;
      this.#held = data.subarray(data.length - most);
      return data.subarray(0, data.length - most);
    }
    const line = data.indexOf(10, at);
    if (line < 0) this.#held = data.subarray(at);
    else this.#code = Number(data.toString('latin1', at + this.#end.length, line));
    return data.subarray(0, at);
  }
}
