/// <reference lib="dom" />
import type { Row } from '../reader/page-data.ts';

/** A panel as it lies on the screen: its scales, and the pointer in its own pixels. */
export interface PanelPlace {
  field: string;
  x: (value: number) => number;
  y: (value: number) => number;
  pointer: { x: number; y: number };
}

/** A curve near the pointer: the nearer end of its nearest piece. */
export interface CurveHit {
  row: Row;
  field: string;
}

/** How far from a curve the pointer may be, in pixels. */
const reach = 14;

/** The curve nearest to the pointer within reach, among rows that stand run by run in order. */
export function nearestCurve(
  rows: readonly Row[],
  xField: 'iteration' | 'time',
  { field, x, y, pointer }: PanelPlace,
): CurveHit | undefined {
  let best = reach;
  let hit: CurveHit | undefined;
  let last: { row: Row; x: number; y: number } | undefined;
  for (const row of rows) {
    const [across, up] = [row[xField], row[field]];
    if (typeof across !== 'number' || typeof up !== 'number') {
      last = undefined;
      continue;
    }
    const here = { row, x: x(across), y: y(up) };
    const from = last?.row.run === row.run ? last : here;
    const { distance, part } = distanceToPiece(pointer, from, here);
    if (distance < best) {
      best = distance;
      hit = { row: part < 0.5 ? from.row : row, field };
    }
    last = here;
  }
  return hit;
}

interface Point {
  x: number;
  y: number;
}

/** Distance of a point from the piece between two others, and the part of the way at which it is nearest. */
function distanceToPiece(point: Point, from: Point, to: Point): { distance: number; part: number } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 1 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / squared;
  const part = Math.min(1, Math.max(0, along));
  return { distance: Math.hypot(point.x - from.x - part * dx, point.y - from.y - part * dy), part };
}
