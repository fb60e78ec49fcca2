/** Where steps tell what they do. Sinks (GitHub's log, a terminal) live in `report/`; everything below takes this. */
export interface Log {
  /** One line of progress. */
  info(message: string): void;
  /** Something the reader should know; the run goes on. */
  notice(message: string): void;
  /** Something the reader should look at; the run goes on. */
  warning(message: string): void;
  /** A finding or failure; never changes the outcome of the run by itself. */
  error(message: string): void;
  /** Detail for people who look for a fault. */
  debug(message: string): void;
  /** Run a step under a heading; tells its time in seconds when it ends, however it ends. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
}
