/** The call is wrong, not the program: said in one line, exit 2. */
export class UserError extends Error {}
