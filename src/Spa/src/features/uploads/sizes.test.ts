import { describe, expect, it } from 'vitest';
import { shownSize } from './sizes';

describe('the place of an image', () => {
  it.each([
    [4000, 2000, 320, 160],
    [2000, 4000, 160, 320],
    [100, 50, 100, 50],
    [10_000, 1, 320, 1],
    [0, 0, 1, 1],
  ])('%i × %i', (width, height, shownWidth, shownHeight) => {
    expect(shownSize(width, height, { width: 320, height: 320 })).toEqual({ width: shownWidth, height: shownHeight });
  });
});
