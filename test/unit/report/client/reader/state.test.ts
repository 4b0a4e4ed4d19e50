import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ReaderChoices } from '../../../../../src/report/client/reader/state.ts';

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
});

describe('the reader’s choices', () => {
  it('begin with the theme of the screen', () => {
    expect(new ReaderChoices().state.theme).toBe('dark');
  });

  it('tell listeners what changed, and nothing where nothing did', () => {
    const choices = new ReaderChoices();
    const heard: string[][] = [];
    choices.listen((changed) => heard.push([...changed]));
    choices.choose({ x: 'time', y: 'auto' });
    choices.choose({ x: 'time' });
    choices.choose({ isolated: 'a', isolatedSize: undefined });
    expect(heard).toEqual([['x'], ['isolated']]);
    expect(choices.state).toMatchObject({ x: 'time', isolated: 'a' });
  });
});
