/** Checks of single property values. A check throws what the service would answer. */
import { badRequest, unreadable } from './exchange.ts';

/** Throws when the value is refused; `at` names the property for the message. */
export type Check = (value: unknown, at: string) => void;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrongType = (at: string, wanted: string) =>
  unreadable(`Cannot convert the value of property '${at}' to the expected type '${wanted}'.`);

export const nullable =
  (check: Check): Check =>
  (value, at) => {
    if (value !== null) check(value, at);
  };

/** Text; `max` counts UTF-16 code units, as Exchange does. */
export const text =
  (max = Infinity, min = 0): Check =>
  (value, at) => {
    if (typeof value !== 'string') throw wrongType(at, 'Edm.String');
    if (value.trim().length < min) throw badRequest(`The property '${at}' must not be empty.`);
    if (value.length > max) throw badRequest(`The property '${at}' is longer than ${max} characters.`);
  };

export const bool: Check = (value, at) => {
  if (typeof value !== 'boolean') throw wrongType(at, 'Edm.Boolean');
};

export const int32 =
  (least = -2147483648): Check =>
  (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > 2147483647) {
      throw wrongType(at, 'Edm.Int32');
    }
    if (value < least) throw badRequest(`The property '${at}' must not be below ${least}.`);
  };

export const double =
  (least = -Infinity, most = Infinity): Check =>
  (value, at) => {
    if (typeof value !== 'number') throw wrongType(at, 'Edm.Double');
    if (value < least || value > most) throw badRequest(`The property '${at}' is out of range.`);
  };

export const oneOf =
  (...members: readonly string[]): Check =>
  (value, at) => {
    if (typeof value !== 'string' || !members.includes(value)) {
      throw unreadable(`The value of property '${at}' is not a member of its enumeration.`);
    }
  };

/** A collection is never null (graph-places.md section 5). */
export const listOf =
  (check: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) throw wrongType(at, 'Collection');
    value.forEach((item, index) => check(item, `${at}[${index}]`));
  };

/** An object with only these properties; `@odata.type` may repeat the type's name. */
export const complex =
  (typeName: string, properties: Readonly<Record<string, Check>>, required: readonly string[] = []): Check =>
  (value, at) => {
    if (!isRecord(value)) throw wrongType(at, `microsoft.graph.${typeName}`);
    for (const [name, inner] of Object.entries(value)) {
      if (name === '@odata.type') {
        checkAnnotation(inner, typeName);
        continue;
      }
      const check = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (check === undefined) throw unknownProperty(name, typeName);
      check(inner, `${at}/${name}`);
    }
    for (const name of required) {
      if (value[name] === undefined) throw badRequest(`The property '${at}/${name}' is required.`);
    }
  };

function checkAnnotation(annotation: unknown, typeName: string): void {
  if (annotation !== `#microsoft.graph.${typeName}` && annotation !== `microsoft.graph.${typeName}`) {
    throw unreadable(`The annotation '@odata.type' does not name 'microsoft.graph.${typeName}'.`);
  }
}

export const unknownProperty = (name: string, typeName: string) =>
  unreadable(
    `The property '${name}' does not exist on type 'microsoft.graph.${typeName}'. Only property names that the type defines may be used.`,
  );

const regionNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** ISO 3166-1 alpha-2, or the country's English name: the stricter of Graph's and PowerShell's word (graph-places.md section 5). */
const COUNTRIES: ReadonlySet<string> = new Set(
  Array.from({ length: 26 * 26 }, (_, n) => String.fromCharCode(65 + Math.floor(n / 26), 65 + (n % 26)))
    .filter((code) => code !== 'ZZ' && regionNames.of(code) !== undefined)
    .flatMap((code) => [code, (regionNames.of(code) ?? code).toUpperCase()]),
);

export const country: Check = (value, at) => {
  text(200)(value, at);
  if (!COUNTRIES.has((value as string).toUpperCase())) {
    throw badRequest(
      `The property '${at}' is not a country code of ISO 3166-1 (two letters) or a country name.`,
    );
  }
};

export const webAddress: Check = (value, at) => {
  text(200, 1)(value, at);
  if (!URL.canParse(value as string) || !/^https?:/i.test(value as string)) {
    throw badRequest(`The property '${at}' must be a web address.`);
  }
};
