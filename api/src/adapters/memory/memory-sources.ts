import type { Building } from '../../core/model/building.ts';
import type { SourceContent, SourceFile, SourceReader } from '../../ports/source-reader.ts';

/** A source that is read already: a file or document is the JSON of {@link SourceContent}. */
export class MemorySources implements SourceReader {
  readFiles(files: readonly SourceFile[]): Promise<SourceContent> {
    const contents = files.map((file) => this.readDocument(JSON.parse(new TextDecoder().decode(file.bytes))));
    return Promise.resolve({
      buildings: contents.flatMap((content) => content.buildings),
      findings: contents.flatMap((content) => content.findings),
    });
  }

  readDocument(document: unknown): SourceContent {
    if (isContent(document)) return document;
    const message = 'This is not a list of buildings and findings.';
    return { buildings: [], findings: [{ code: 'not-content', severity: 'error', message, path: '' }] };
  }
}

function isContent(value: unknown): value is { buildings: Building[]; findings: SourceContent['findings'] } {
  return typeof value === 'object' && value !== null && 'buildings' in value && 'findings' in value;
}
