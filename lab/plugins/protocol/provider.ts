// Interface of a stand-in: the resource methods of Pulumi's provider protocol, on plain values.
import { type Change } from "./diff";
import { type Path, type Values } from "./values";

export interface Subject {
  readonly urn: string;
  readonly type: string;
  /** Name of the resource in the program. */
  readonly name: string;
}

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface DiffAnswer {
  readonly changes: readonly Change[];
  /** Whether the change requires a replacement. */
  readonly replaces: (change: Change) => boolean;
  readonly deleteBeforeReplace: boolean;
  /** Reports only the changed top-level keys, without the paths below them, as bridged plugins do. */
  readonly byKey?: boolean;
}

export interface State {
  readonly id: string;
  readonly outputs: Values;
}

export interface Provider {
  readonly name: string;
  readonly version: string;
  configure(config: Values): void;
  check(
    subject: Subject,
    olds: Values,
    news: Values,
    /** The same in a preview and in the update that follows it. */
    seed: Uint8Array,
  ): Later<{ inputs: Values; failures?: readonly CheckFailure[] }>;
  diff(subject: Subject, state: State, olds: Values, news: Values): Later<DiffAnswer>;
  /** Keys of the provider's configuration whose change replaces it with all its resources; none by default. */
  replacesAll?(olds: Values, news: Values): readonly string[];
  create(subject: Subject, inputs: Values, call: Call): Promise<State>;
  /** Undefined if the resource no longer exists. */
  read(
    subject: Subject,
    state: State,
    inputs: Values,
  ): Promise<{ state: State; inputs: Values } | undefined>;
  update(subject: Subject, state: State, olds: Values, news: Values, call: Call): Promise<Values>;
  delete(subject: Subject, state: State, call: Call): Promise<void>;
  /** Paths of secret outputs: always secret ones, and those that derive from the secret inputs. */
  secretOutputs(type: string, secretInputs: readonly Path[]): readonly Path[];
}

type Later<T> = T | Promise<T>;

export interface Call {
  readonly preview: boolean;
  /** The program's customTimeouts; undefined for the provider's default. */
  readonly timeoutSeconds: number | undefined;
  readonly ignoreChanges: readonly Path[];
  /** Aborted when the engine cancels the operation. */
  readonly cancelled: AbortSignal;
  /** Shows a status line beside the resource during the operation. */
  readonly progress: (message: string) => void;
}

/** The object exists, but is not ready or not as requested: the engine keeps its state. */
export class NotReady extends Error {
  constructor(
    readonly state: State,
    readonly reasons: readonly string[],
    /** Inputs after a refresh. */
    readonly inputs?: Values,
  ) {
    super(reasons.join("\n"));
  }
}
