import type { SourceFile } from './source-reader.ts';

/** Gets one file from an address that this installation may call. */
export interface WebSource {
  /**
   * @param address absolute; https, without sign-in data
   * @returns the file under the last part of its address; it may be anything, the reader recognises the content
   * @throws AppError `input` `address-…` for an address that is not called, `tooLarge` `source-too-large`,
   * `transient` `source-timeout`, `source-unreachable`, `input` `source-refused` for an answer that is no file
   */
  get(address: string): Promise<SourceFile>;
}
