import type { ReportTarget } from '$/api/types';

export interface Reported {
  type: ReportTarget;
  id: string;
}

let target = $state.raw<Reported | null>(null);

/** What is being reported just now; its dialog is shown wherever one is. */
export const reporting = {
  get target(): Reported | null {
    return target;
  },
  start(type: ReportTarget, id: string): void {
    target = { type, id };
  },
  end(): void {
    target = null;
  },
};
