import { useMutation } from '@tanstack/react-query';
import { errorText } from '../api/errors.js';
import { Button } from '../design/button.js';
import { notice } from '../design/notices.js';

/** What asks the API for CSV instead of pages: `client.GET(path, { params, ...AS_CSV })`. */
export const AS_CSV = { headers: { Accept: 'text/csv' }, parseAs: 'blob' } as const;

export interface CsvButtonProps {
  /** What the file is called, without its ending. */
  readonly name: string;
  readonly load: () => Promise<Blob | undefined>;
}

/** Saves all that a question finds, and not only the pages that are shown. */
export function CsvButton({ name, load }: CsvButtonProps) {
  const save = useMutation({
    mutationFn: load,
    retry: false,
    onSuccess: (blob) => blob && download(blob, `${name}.csv`),
    onError: (error) => notice(errorText(error), 'bad'),
  });
  return (
    <Button small busy={save.isPending} onClick={() => save.mutate()}>
      Save as CSV
    </Button>
  );
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
