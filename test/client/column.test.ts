import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Column, columnOfPages } from '../../client/panels/column.js';

/** Columns from what they show: `code`, `page`, or code before a page; the active one in brackets. */
function columns(text: string): Column[] {
  return text.split(' ').map((each, i) => ({
    number: i + 1,
    isActive: each.startsWith('['),
    hasPage: each.includes('page'),
    showsPage: each.replace('[', '').startsWith('page'),
  }));
}

test('the first page opens beside the script', () => {
  assert.equal(columnOfPages(columns('[code]')), undefined);
  assert.equal(columnOfPages(columns('code [code]')), undefined);
  assert.equal(columnOfPages([]), undefined);
});

test('further pages open with the first, wherever the user is', () => {
  assert.equal(columnOfPages(columns('[code] page')), 2);
  assert.equal(columnOfPages(columns('code [page]')), 2);
  assert.equal(columnOfPages(columns('page [code]')), 1);
  assert.equal(columnOfPages(columns('[code] code|page')), 2);
});

test('a page does not cover the script that the user is in', () => {
  assert.equal(columnOfPages(columns('code [code|page]')), undefined);
  assert.equal(columnOfPages(columns('code|page [code|page]')), 1);
});
