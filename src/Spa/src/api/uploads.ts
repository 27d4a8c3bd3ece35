import { ApiError, NetworkError, patch, type Problem } from './client';
import type { Attachment } from './types';

export const maxPictureBytes = 20 * 1024 * 1024;
export const maxPictures = 10;
export const pictureTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

interface UploadOptions {
  /** The same key is the same upload, however often it is sent. */
  key: string;
  alt?: string;
  /** How much of it has left, 0 to 1. */
  onprogress?: (part: number) => void;
  signal?: AbortSignal;
}

/** By XMLHttpRequest: fetch doesn't tell how far it got. @throws ApiError, NetworkError */
export function uploadPicture(
  file: Blob,
  name: string,
  { key, alt, onprogress, signal }: UploadOptions,
): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/uploads');
    request.responseType = 'text';
    request.setRequestHeader('Idempotency-Key', key);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onprogress?.(event.loaded / event.total);
    };
    request.onerror = request.ontimeout = () => reject(new NetworkError(request.statusText));
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    request.onload = () => {
      let answer: unknown = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // A proxy in between may answer with anything; the status is enough.
      }
      if (request.status >= 200 && request.status < 300) return resolve(answer as Attachment);
      const problem: Problem = { ...(answer as Problem), status: request.status };
      const retryAfter = Number(request.getResponseHeader('Retry-After'));
      if (retryAfter > 0) problem.retryAfter = retryAfter;
      reject(new ApiError(problem));
    };
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.set('file', file, name);
    if (alt) form.set('alt', alt);
    request.send(form);
  });
}

export const describePicture = (id: string, alt: string): Promise<Attachment> => patch(`/api/uploads/${id}`, { alt });
