import { recall, remember } from './storage';

/** What was typed but not sent yet, per place; nothing typed is ever lost. */
export const readDraft = (place: string): string => recall(`draft.${place}`) ?? '';

export const keepDraft = (place: string, text: string): void => remember(`draft.${place}`, text === '' ? null : text);
