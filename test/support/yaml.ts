import { parsers } from 'prettier/plugins/yaml';

/** What a YAML file says: scalars are their text, whatever they would be as numbers or truth, and nothing is null. */
type Yaml = string | null | Yaml[] | { [name: string]: Yaml };

interface Node {
  type: string;
  value?: string;
  children?: (Node | null)[];
}

const SCALARS = new Set(['plain', 'quoteSingle', 'quoteDouble']);

/** Reads a file of one document, as the formatter of the house parses it. Throws what is wrong with it, and where. */
export async function yamlOf(text: string): Promise<Yaml> {
  // The parser wants options of the formatter, and looks at none of them.
  const root = (await parsers.yaml.parse(text, {} as never)) as Node;
  const body = root.children![0]!.children!.find((part) => part?.type === 'documentBody');
  return valueOf(body?.children?.[0]);
}

function valueOf(node: Node | null | undefined): Yaml {
  if (!node || node.type === 'null') return null;
  if (SCALARS.has(node.type)) return node.value!;
  const parts = node.children!.map((part) => part!);
  if (node.type === 'sequence') return parts.map((part) => valueOf(part.children![0]));
  if (node.type === 'flowSequence') return parts.map((part) => valueOf(part.children?.[0] ?? part));
  if (node.type === 'mapping' || node.type === 'flowMapping')
    return Object.fromEntries(
      parts.map(({ children }) => [
        valueOf(children![0]?.children?.[0]) as string,
        valueOf(children![1]?.children?.[0]),
      ]),
    );
  throw new Error(`${node.type} is not read here`);
}
