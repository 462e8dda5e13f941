// What a stand-in has to be: the resource half of Pulumi's provider contract on plain values.
import { type Change } from "./diff";
import { type Path, type Values } from "./values";

export interface Subject {
  readonly urn: string;
  readonly type: string;
  /** The name the program gave the resource. */
  readonly name: string;
}

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface DiffAnswer {
  readonly changes: readonly Change[];
  /** True for the changes that cannot be made in place. */
  readonly replaces: (change: Change) => boolean;
  readonly deleteBeforeReplace: boolean;
  /** Tells the engine the keys that changed, and not where below them, as bridged plugins do. */
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
    /** The same in the preview and in the update that follows it. */
    seed: Uint8Array,
  ): Later<{ inputs: Values; failures?: readonly CheckFailure[] }>;
  diff(subject: Subject, state: State, olds: Values, news: Values): Later<DiffAnswer>;
  /** Keys of its own configuration whose change replaces the provider and all it made; none by default. */
  replacesAll?(olds: Values, news: Values): readonly string[];
  create(subject: Subject, inputs: Values, call: Call): Promise<State>;
  /** Undefined when the resource is gone. */
  read(
    subject: Subject,
    state: State,
    inputs: Values,
  ): Promise<{ state: State; inputs: Values } | undefined>;
  update(subject: Subject, state: State, olds: Values, news: Values, call: Call): Promise<Values>;
  delete(subject: Subject, state: State, call: Call): Promise<void>;
  /** Where outputs are secret: some whatever the program says, others because these inputs are. */
  secretOutputs(type: string, secretInputs: readonly Path[]): readonly Path[];
}

type Later<T> = T | Promise<T>;

export interface Call {
  readonly preview: boolean;
  /** The program's customTimeouts, or undefined for the provider's own. */
  readonly timeoutSeconds: number | undefined;
  readonly ignoreChanges: readonly Path[];
  /** Aborted when the engine cancels. */
  readonly cancelled: AbortSignal;
  /** Shows a line beside the resource while it is being worked on. */
  readonly progress: (message: string) => void;
}

/** The object is there, but it is not ready or not as asked for: the engine keeps its state. */
export class NotReady extends Error {
  constructor(
    readonly state: State,
    readonly reasons: readonly string[],
    /** What a refresh makes of the inputs. */
    readonly inputs?: Values,
  ) {
    super(reasons.join("\n"));
  }
}
