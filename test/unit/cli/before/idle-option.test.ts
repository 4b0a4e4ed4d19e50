import { expect, it } from 'vitest';
import { idleOption } from '../../../../src/cli/before/idle-option.ts';

it('says what an option needs, and the two ways out', () => {
  const { code, message, hint } = idleOption('report', '--port 80', '--serve');
  expect({ code, message, hint }).toEqual({
    code: 'bad-argument',
    message: 'report --port 80 does nothing without --serve',
    hint: 'add --serve, or leave --port 80 out',
  });
});
