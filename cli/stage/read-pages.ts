/** All pages of an answer of SSM, in their order. */
export async function readPages<Page extends { readonly NextToken?: string | undefined }>(
  read: (NextToken: string | undefined) => Promise<Page>,
): Promise<readonly Page[]> {
  const pages: Page[] = [];
  let NextToken: string | undefined;
  do {
    const page = await read(NextToken);
    pages.push(page);
    NextToken = page.NextToken;
  } while (NextToken);
  return pages;
}
