/// <reference lib="dom" />
import type { TopLevelSpec } from 'vega-lite';
import { alignmentFigure, pictureSpacing } from '../../figures/pictures/alignment-figure.ts';
import { edgePairFigure } from '../../figures/pictures/edge-pair.ts';
import { growthFigure, growthPanels, growthSpacing } from '../../figures/growth.ts';
import { peakAlignmentFigure } from '../../figures/peak-alignment.ts';
import { guidePanels, picturePanels } from '../../figures/pictures/picture-panels.ts';
import type { SizeColours } from '../../figures/size-colours.ts';
import type { Theme } from '../../figures/theme.ts';
import type { PageData } from '../reader/page-data.ts';
import type { ReaderState } from '../reader/state.ts';
import type { FigureRequest } from './figure-request.ts';
import { panelLayout, rowLayout } from './panel-layout.ts';

/** What a figure that is drawn once in the page is drawn from. */
interface SingleRequest {
  page: PageData;
  request: FigureRequest;
  state: ReaderState;
  /** Pixels of width, and the least that a panel gets of them. */
  available: number;
  room?: number;
  theme: Theme;
  colours: { sizes: SizeColours['sizes']; range: readonly string[] };
}

/** A figure that carries its data in its specification. */
interface SingleFigure {
  draw: (request: SingleRequest) => { spec: TopLevelSpec; fields?: string[]; titles?: string[] };
  /** How many panels it has and how many stand side by side at most. */
  panels: (page: PageData) => { panels: number; columns: number };
}

/** Height of a picture of alignment, at most. */
const pictureHeight = 150;

/** The figures that are no curves of an experiment, by family. */
export const singleFigures: Readonly<Record<string, SingleFigure | undefined>> = {
  growth: {
    draw({ page, request, available, theme, colours }) {
      const layout = rowLayout(available, growthPanels, growthSpacing);
      const ribbons = page.growth[request.experiment!]!;
      return { spec: growthFigure(ribbons, { ...layout, theme, colours, legend: false }) };
    },
    panels: () => ({ panels: growthPanels, columns: growthPanels }),
  },
  peak: {
    draw({ page, available, room, theme, colours }) {
      const fitted = page.powerLaws
        .filter((row) => row.points.length > 0)
        .map((row) => ({ row, title: page.experiments.find(({ id }) => id === row.experiment)!.title }));
      const layout = panelLayout(available, Math.min(3, fitted.length), room);
      return {
        spec: peakAlignmentFigure(fitted, { ...layout, theme, colours, legend: false }),
        fields: fitted.map(() => 'peak'),
        titles: fitted.map(({ title }) => title),
      };
    },
    panels: ({ powerLaws }) => ({
      panels: powerLaws.filter((row) => row.points.length > 0).length,
      columns: 3,
    }),
  },
  'alignment-picture': {
    draw({ page, state, available, theme }) {
      const pictured = page.pictured!;
      const panels = picturePanels(pictured, state.snapshot ?? pictured.snapshots.length - 1, state.sample);
      const layout = rowLayout(available, panels.length, pictureSpacing.column, pictureHeight);
      return { spec: alignmentFigure(panels, { ...layout, theme }) };
    },
    panels: ({ pictured }) => {
      const panels = pictured!.snapshots[0]!.samples[0]!.length;
      return { panels, columns: panels };
    },
  },
  'alignment-guide': {
    draw({ page, state, available, theme }) {
      const layout = rowLayout(Math.min(available, 560), 2, pictureSpacing.column, pictureHeight);
      return { spec: alignmentFigure(guidePanels(page.pictured!, state.sample), { ...layout, theme }) };
    },
    panels: () => ({ panels: 2, columns: 2 }),
  },
  'edge-pair': {
    draw({ page, request, available, room, theme }) {
      const pair = page.edgePairs.find(({ descent }) => descent.run === request.run)!;
      return { spec: edgePairFigure(pair, { ...panelLayout(available, 2, room), theme }) };
    },
    panels: () => ({ panels: 2, columns: 2 }),
  },
};
