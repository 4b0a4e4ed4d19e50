import { panelSpacing } from '../../figures/curve-figure.ts';

/** Panels side by side, and the size of each in pixels. */
export interface PanelLayout {
  columns: number;
  width: number;
  height: number;
}

/** Room for the axis of the leftmost panel. */
const axisRoom = 50;

/** Least width and largest height of a panel on a screen, and its largest height on paper: two figures with their captions on a page. */
const screen = { room: 230, height: 230 };
const paperHeight = 150;

/** Panels side by side and the size of each, for the width there is; `room` is the least width of a panel on paper. */
export function panelLayout(available: number, wanted: number, room?: number): PanelLayout {
  const columns = Math.max(1, Math.min(wanted, Math.floor(available / (room ?? screen.room))));
  const most = room === undefined ? screen.height : paperHeight;
  const width = Math.floor((available - axisRoom - (panelSpacing.column + 10) * (columns - 1)) / columns) - 4;
  return {
    columns,
    width: Math.max(width, 150),
    height: Math.round(Math.min(Math.max(width * 0.68, 130), most)),
  };
}

/** Many small panels in one row; three or two where there is less room. */
export function rowLayout(available: number, panels: number, spacing: number, most = 200): PanelLayout {
  const columns = Math.min(panels, available >= 640 ? panels : available >= 480 ? 3 : 2);
  const width = Math.floor((available - axisRoom - spacing * (columns - 1)) / columns) - 4;
  return { columns, width, height: columns === panels ? Math.min(most, 2 * width) : Math.min(most, 170) };
}
