import { createCanvas, Path2D, StrokeCap, StrokeJoin, type SKRSContext2D } from '@napi-rs/canvas';
import type { DieFace, LineEnd } from './parameters.ts';

/** Width and height of an image in pixels. */
export const imageSide = 32;

/** R's `lwd` 1 is 1/96 inch: 0.75 px at 72 dpi. */
const PIXELS_PER_LINE_WEIGHT = 0.75;

/**
 * Radius of R's plotting character 19 at `cex` 1: 0.375 of the symbol size, which is half the character height of
 * 1.2 · 12 px. Its border of `lwd` 1 adds half a line.
 */
const PIXELS_PER_POINT_SIZE = 0.375 * 0.5 * 1.2 * 12;

/**
 * Skia, which draws the canvas, rounds edges to a quarter of a pixel vertically, and R's cairo to a fifteenth: drawing
 * this many times larger and averaging brings the two together.
 */
const OVERSAMPLING = 4;

const caps: Record<LineEnd, StrokeCap> = {
  round: StrokeCap.Round,
  butt: StrokeCap.Butt,
  square: StrokeCap.Square,
};

/** Draws die faces as base R does with `png(32, 32, type = "cairo")`, no margins and limits -1..1. */
export class DiceRenderer {
  readonly #context: SKRSContext2D;

  constructor() {
    const side = imageSide * OVERSAMPLING;
    this.#context = createCanvas(side, side).getContext('2d');
    this.#context.scale(OVERSAMPLING, OVERSAMPLING);
  }

  /** Draws a face, black (0) on white (255), into 1024 bytes, row-major from the top left. */
  render(face: DieFace, pixels: Uint8Array): void {
    this.#context.fillStyle = '#fff';
    this.#context.fillRect(0, 0, imageSide, imageSide);
    this.#context.fillStyle = '#000';
    this.#draw(face);
    const side = imageSide * OVERSAMPLING;
    averageBlocks(this.#context.getImageData(0, 0, side, side).data, pixels);
  }

  #draw(face: DieFace): void {
    const { x, y } = face;
    switch (face.class) {
      case 'ones':
        this.#dot(x, y, face.pointSize);
        break;
      case 'twos':
        this.#dot(x, y, face.pointSize);
        this.#dot(-x, -y, face.pointSize);
        break;
      case 'threes':
        this.#stroke([x, y, -x, -y], face, false);
        break;
      case 'fours':
        this.#stroke([x, y, -x, y, -x, -y, x, -y], face, true);
        break;
      case 'fives':
        this.#stroke([x, y, -x, y, -x, -y, x, -y], face, true);
        this.#dot(0, 0, face.pointSize);
        break;
      case 'sixes':
        for (const sign of [-1, 1]) {
          const [dx, dy] = [sign * face.xShift, sign * face.yShift];
          this.#stroke([x + dx, y + dy, -x + dx, -y + dy], face, false);
        }
        break;
    }
  }

  #dot(x: number, y: number, pointSize: number): void {
    const radius = PIXELS_PER_POINT_SIZE * pointSize + PIXELS_PER_LINE_WEIGHT / 2;
    this.#context.beginPath();
    this.#context.arc(toColumn(x), toRow(y), radius, 0, 2 * Math.PI);
    this.#context.fill();
  }

  // The outline is filled, not stroked: Skia draws strokes thinner than a pixel as blurred hairlines.
  #stroke(points: number[], pen: { lineWeight: number; lineEnd: LineEnd }, closed: boolean): void {
    const path = new Path2D();
    for (let i = 0; i < points.length; i += 2) path.lineTo(toColumn(points[i]!), toRow(points[i + 1]!));
    if (closed) path.closePath();
    path.stroke({
      width: pen.lineWeight * PIXELS_PER_LINE_WEIGHT,
      cap: caps[pen.lineEnd],
      join: StrokeJoin.Round,
    });
    this.#context.fill(path);
  }
}

function toColumn(x: number): number {
  return ((x + 1) / 2) * imageSide;
}

function toRow(y: number): number {
  return ((1 - y) / 2) * imageSide;
}

function averageBlocks(rgba: Uint8ClampedArray, pixels: Uint8Array): void {
  const side = imageSide * OVERSAMPLING;
  for (let row = 0; row < imageSide; row++) {
    for (let column = 0; column < imageSide; column++) {
      let sum = 0;
      for (let y = row * OVERSAMPLING; y < (row + 1) * OVERSAMPLING; y++)
        for (let x = column * OVERSAMPLING; x < (column + 1) * OVERSAMPLING; x++)
          sum += rgba[4 * (y * side + x)]!;
      pixels[row * imageSide + column] = Math.round(sum / OVERSAMPLING ** 2);
    }
  }
}
