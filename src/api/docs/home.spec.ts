import { homeLinks, homePage } from './home.js';

test('a service without its console shows the same links to a browser as to a program', () => {
  const shown = [...homePage().matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
  expect(shown).toEqual(Object.values(homeLinks().links));
  expect(shown).toEqual(expect.arrayContaining(['/docs', '/docs/errors', '/openapi.json', '/readyz']));
});
