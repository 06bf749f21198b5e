import type { Building } from '../core/model/building.ts';
import type { Finding } from '../core/model/finding.ts';

/** A file as it was uploaded. */
export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What was read. `buildings` is empty when nothing usable is in it; the findings say why. */
export interface SourceContent {
  readonly buildings: readonly Building[];
  readonly findings: readonly Finding[];
}

/** Reads a building from files or from a platform. */
export interface SourceReader {
  /** Recognises the kind from the content. @throws AppError `tooLarge` over the limits */
  readFiles(files: readonly SourceFile[]): Promise<SourceContent>;
  /** A `workplace/1.0` document that is already parsed. Findings of severity error = nothing is usable. */
  readDocument(document: unknown): SourceContent;
}
