import type { Wanted } from '../provisioning/content.ts';

/** What a project is called that is made for a zip. */
export function wantedOf(zip: { appName: string; appCaption: string }, title: string | undefined): Wanted {
  return { name: zip.appName, title: title ?? (zip.appCaption || zip.appName) };
}
