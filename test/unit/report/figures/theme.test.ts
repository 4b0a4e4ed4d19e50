import { expect, it } from 'vitest';
import { darkTheme, figureConfig, lightTheme } from '../../../../src/report/figures/theme.ts';

it('both themes draw on a transparent ground in their own ink', () => {
  for (const theme of [lightTheme, darkTheme]) {
    const config = figureConfig(theme);
    expect(config.background).toBe('transparent');
    expect(config.title).toMatchObject({ color: theme.ink });
  }
});
