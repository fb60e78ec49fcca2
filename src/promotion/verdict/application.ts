/**
 * Verdict, part four: the application answers. `/` proves nothing and `load` little, so every item is opened
 * (docs/jampy.md, "Looking at the application").
 */
import { APPLICATION, type ApiAnswer, describe, JamClient, NotAnApiAnswer, STATUS } from '../../jampy/client.ts';
import { TYPE } from '../../metadata/enums.ts';
import { int, type MetadataPackage, type Row, rowsOf, text, truthy } from '../../metadata/model.ts';
import { type Check, emptyCheck, type Run, sleep, some, troubleOf } from '../run.ts';

/** How long a started application may take until it has loaded, once it answers. */
const LOAD_LIMIT = 90_000;
/** How long nothing may answer: after an import it was waited for before. */
const SILENCE_LIMIT = 5_000;
const POLL = 500;
/** Jam.py reads privileges again in the process that imported only (docs/jampy.md, "Several workers"). */
const OLD_PRIVILEGES =
  ' (the zip allows it: some workers go by privileges from before the import; restart the service)';

/** Items whose pages show rows: real items, detail prototypes and v7's details, with a table or copies of one. */
function openItems(zip: MetadataPackage): Row[] {
  const types: number[] = zip.line === 7 ? [TYPE.ITEM, TYPE.TABLE, TYPE.DETAIL] : [TYPE.ITEM, TYPE.TABLE];
  const items = rowsOf(zip, 'sys_items');
  const byId = new Map(items.map((item) => [int(item, 'id'), item]));
  return items.filter((item) => {
    if (!types.includes(int(item, 'type_id') ?? 0) || truthy(item, 'f_virtual_table')) return false;
    if (int(item, 'type_id') === TYPE.DETAIL) {
      const prototype = byId.get(int(item, 'table_id'));
      return prototype !== undefined && !truthy(prototype, 'f_virtual_table');
    }
    return text(item, 'f_table_name') !== '' || truthy(item, 'f_copy_of');
  });
}

export async function checkApplication(run: Run, zip: MetadataPackage): Promise<Check> {
  if (!run.client)
    return emptyCheck(
      'application',
      `the application was not looked at: ${run.notServed ?? 'no url is given'}`,
      'not-looked-at',
    );
  // A session of our own: the Builder's login says nothing about what users see.
  const client = new JamClient(run.inputs.url as string, run.cancelled);
  const where = client.root.href;
  const broken = (why: string) => {
    const check = emptyCheck('application', `${where} was asked to load the application`);
    check.failures.push(`the application at ${where} does not work: ${why}`);
    return check;
  };
  let loaded: ApiAnswer | string;
  try {
    loaded = await load(client);
    if (typeof loaded === 'string') return broken(loaded);
    if (loaded.status === STATUS.NOT_LOGGED) {
      const { app } = run.inputs;
      if (!app)
        return notSeen(
          `${where} asks for a login (safe mode is on): give app-login and app-password to have it looked at`,
        );
      if (!(await client.login(zip.line, APPLICATION, app.login, app.password))) {
        return notSeen(
          `${where} refused the login of ${app.login}: give app-login and app-password of a user of the application`,
        );
      }
      loaded = await load(client);
      if (typeof loaded === 'string') return broken(loaded);
    }
  } catch (error) {
    return broken(troubleOf(error));
  }
  if (loaded.status !== STATUS.RESPONSE) return broken(describe(loaded));
  return openAll(client, zip, loaded, where);
}

function notSeen(why: string): Check {
  return emptyCheck('application', `the application was not looked at: ${why}`, 'not-looked-at');
}

/** `load`, waiting while v5 is still loading; a text says what is wrong. */
async function load(client: JamClient): Promise<ApiAnswer | string> {
  let deadline = Date.now() + LOAD_LIMIT;
  for (;;) {
    let trouble: string;
    try {
      const answer = await client.call('load', APPLICATION, 0, null);
      if (answer.status === STATUS.RESPONSE || answer.status === STATUS.NOT_LOGGED) return answer;
      trouble = describe(answer);
      // Anything but loading and maintenance does not get better by waiting.
      if (answer.status !== STATUS.LOADING && answer.status !== STATUS.MAINTENANCE) return trouble;
    } catch (error) {
      trouble = troubleOf(error);
      if (error instanceof NotAnApiAnswer) return trouble;
      deadline = Math.min(deadline, Date.now() + SILENCE_LIMIT);
    }
    if (Date.now() >= deadline) return trouble;
    await sleep(POLL);
  }
}

/** Ids of items that the logged-in role may not view by the zip's own privileges; none in open mode. */
function mayNotView(zip: MetadataPackage, loaded: ApiAnswer): (item: Row) => boolean {
  const data = (loaded.data as [{ settings?: Record<string, unknown>; user_info?: Record<string, unknown> }])[0];
  const role = data.user_info?.role_id;
  if (!data.settings?.SAFE_MODE || typeof role !== 'number') return () => false;
  const allowed = new Set(
    rowsOf(zip, 'sys_privileges')
      .filter((row) => int(row, 'owner_rec_id') === role && truthy(row, 'f_can_view'))
      .map((row) => int(row, 'item_id')),
  );
  return (item) => !allowed.has(int(item, 'id'));
}

async function openAll(client: JamClient, zip: MetadataPackage, loaded: ApiAnswer, where: string): Promise<Check> {
  const hidden = mayNotView(zip, loaded);
  const items = openItems(zip);
  const broken: string[] = [];
  const unseen: string[] = [];
  let opened = 0;
  for (const item of items) {
    const name = text(item, 'f_item_name');
    if (hidden(item)) {
      unseen.push(name);
      continue;
    }
    const trouble = await openItem(client, int(item, 'id') ?? 0);
    opened++;
    if (trouble) broken.push(`${name} (${trouble})`);
  }
  const check = emptyCheck('application', `${opened} items opened at ${where}`);
  if (broken.length > 0) {
    const old = broken.some((text) => text.includes('not allowed to view')) ? OLD_PRIVILEGES : '';
    check.failures.push(`the application does not open: ${some(broken)}${old}`);
  }
  if (unseen.length > 0) {
    check.seen = opened === 0 ? 'not-looked-at' : 'all';
    check.notes.push(`Not looked at, since the login may not view them: ${some(unseen, 20)}.`);
  }
  return check;
}

/** undefined when rows came; v7 hides SQL errors behind a normal status, so the rows themselves must be there. */
async function openItem(client: JamClient, itemId: number): Promise<string | undefined> {
  try {
    const answer = await client.open(APPLICATION, itemId, { limit: 1, expanded: true });
    const rows = Array.isArray(answer.data) ? answer.data[0] : undefined;
    if (answer.status === STATUS.RESPONSE && Array.isArray(rows)) return undefined;
    return answer.status === STATUS.RESPONSE
      ? 'its rows can not be read: a table or column is missing or of another type'
      : describe(answer);
  } catch (error) {
    return troubleOf(error);
  }
}
