import { Opaque, type Traced } from '../../model/traced.ts'

/** What a function that the hub calls for a server comes to. */
export interface Answer {
  /** What it returns; null where that cannot be known. */
  readonly value: Traced | null
  /** What Python certainly raises instead, as the end of a sentence; null where it does not. */
  readonly raises: string | null
  /** What about the user it looks at: nothing, no more than the name, or more. */
  readonly asks: 'nothing' | 'name' | 'more'
}

/** A function that the Python in the values defines; as a setting, the hub calls it for each user or server. */
export class LocalFunction extends Opaque {
  /** Its own name, or `a lambda`. */
  readonly name: string
  readonly isAsync: boolean
  /** Whether it returns the parameter of that place, whatever it is. */
  readonly passesOn: (index: number) => boolean
  private readonly call: (user: string) => Answer
  private readonly answers = new Map<string, Answer>()

  /** `call` works out what it returns, which takes its time and is seldom asked for. */
  constructor(
    name: string,
    isAsync: boolean,
    call: (user: string) => Answer,
    passesOn: (index: number) => boolean = () => false,
  ) {
    super('it is a function')
    this.name = name
    this.isAsync = isAsync
    this.call = call
    this.passesOn = passesOn
  }

  /** What it returns for the spawner of a user who is in no group and no admin. */
  forServerOf(user: string): Answer {
    const before = this.answers.get(user)
    if (before !== undefined) return before
    const now = this.call(user)
    this.answers.set(user, now)
    return now
  }
}
