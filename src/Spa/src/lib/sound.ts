import { recall } from './storage';

/** A short, soft sound when a message comes; made here, so that there is nothing to load. */
let context: AudioContext | null = null;
let last = 0;
const pauseMs = 2_000;

export const soundOn = (): boolean => recall('sound') !== 'off';

export function chime(): void {
  if (!soundOn() || Date.now() - last < pauseMs || !('AudioContext' in window)) return;
  // Browsers stay silent until the page was touched once; asking earlier only makes them complain.
  if (navigator.userActivation?.hasBeenActive === false) return;
  last = Date.now();
  context ??= new AudioContext();
  const start = context.currentTime;
  for (const [at, pitch] of [
    [0, 660],
    [0.09, 880],
  ] as const) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start + at);
    volume.gain.linearRampToValueAtTime(0.06, start + at + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + at + 0.22);
    tone.connect(volume).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + 0.24);
  }
}
