/** What stands where the name of a person stood who was erased. */
export const ERASED = 'Erased person';
