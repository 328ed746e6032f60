#!/usr/bin/env node
// Bad-input suite for this SCIM service. Plain Node 20.
// This is the project's copy of the general suite. What changed: where the RFC leaves a choice open (P), or several answers were let
// pass, the answer expected here is the product's rule; each such line ends with the rule's number (P15: docs of the product) or the
// client that needs it. Section I is new: more of the product's rules. 429 is waited for (P31) instead of counted as a wrong answer.
//   node badinputs.mjs BASE AUTH      run; prints ok/FAIL lines and 'N passed, N failed'
//   node badinputs.mjs --md           print the table for the report
// {U} id of an existing user, {V} another user, {G} a group whose only member is {U}, {N} run id. P = policy choice where the RFC leaves it open.
import http from 'node:http'; import https from 'node:https'; import net from 'node:net'; import tls from 'node:tls'; import zlib from 'node:zlib';
const MD = process.argv[2] === '--md'; const [BASE0, AUTH0] = MD ? ['http://x/scim/v2', 'T'] : process.argv.slice(2);
if (!BASE0 || !AUTH0) { console.error('usage: node badinputs.mjs BASE AUTH | --md'); process.exit(2); }
const BASE = BASE0.replace(/\/+$/, ''), AUTH = /\s/.test(AUTH0.trim()) ? AUTH0.trim() : 'Bearer ' + AUTH0.trim(), TOKEN = AUTH.replace(/^\S+\s+/, '');
const N = Date.now().toString(36), D = process.env.DOMAIN || 'example.com';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User', GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group', PO = 'urn:ietf:params:scim:api:messages:2.0:PatchOp', ERR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const un = s => `b-${N}-${s}@${D}`; const J = JSON.stringify;
const user = (s, x = {}) => ({ schemas: [USER], userName: un(s), name: { givenName: 'Bad', familyName: 'Input' }, active: true, ...x });
const group = (s, x = {}) => ({ schemas: [GROUP], displayName: `b-${N} ${s}`, ...x });
const ops = (...Operations) => ({ schemas: [PO], Operations });
const F = f => '/Users?filter=' + encodeURIComponent(f);
let U = '{U}', V = '{V}', G = '{G}'; const ctx = () => ({ U, V, G });
const NOBODY = '00000000-0000-4000-8000-000000000000';
const C = []; const S = t => C.push({ section: t });
// c(title, method, path, opt, expected statuses, scimType | null (no check) , opt2: {show, empty, policy, check})
const c = (title, method, path, opt, status, type, x = {}) => C.push({ title, method, path, opt, status: [].concat(status), type, ...x });
const big = n => 'x'.repeat(n);

S('A. HTTP');
c('media type text/plain', 'POST', '/Users', { body: user('a1'), ct: 'text/plain' }, 415, null);
c('XML body', 'POST', '/Users', { raw: '<User/>', ct: 'application/xml' }, 415, null);
c('no Content-Type', 'POST', '/Users', { body: user('a3'), ct: '' }, 415, null, { policy: 1 });
c('Accept: application/xml', 'GET', '/Users?count=1', { headers: { Accept: 'application/xml' } }, [200, 406], null);
c('PUT on the collection', 'PUT', '/Users', { body: user('a5') }, 405, null, { policy: 1 }); // P28: a wrong method is answered as one
c('DELETE on the collection (nothing may be deleted)', 'DELETE', '/Groups', {}, [405, 404], null, { check: async () => (await rq('GET', `/Groups/${G}`)).status === 200 || 'group gone' });
c('PATCH ServiceProviderConfig', 'PATCH', '/ServiceProviderConfig', { body: ops({ op: 'add', path: 'x', value: 1 }) }, [405, 404, 501], null);
c('empty body', 'POST', '/Users', { raw: '' }, 400, 'invalidSyntax');
c('URL of 9,000 characters', 'GET', () => '/Users?x=' + big(9000), {}, [414, 400], null, { empty: 1, show: '/Users?x=<9000 × x>' });
c('40 KB header', 'GET', '/Users?count=1', { headers: { 'X-Long': big(40000) } }, [431, 400], null, { empty: 1, show2: 'X-Long: <40000 × x>' });
c('body of 12 MB', 'POST', '/Users', { raw: () => J(user('a11', { x: big(12e6) })) }, [413, 400], null, { empty: 1, show2: '{…user, "x":"<12 MB>"}', reset: 1 });
c('gzip body that expands to 50 MB', 'POST', '/Users', { raw: () => zlib.gzipSync(Buffer.alloc(50e6, 32)), headers: { 'Content-Encoding': 'gzip' } }, [400, 413, 415], null, { show2: 'gzip(50 MB of spaces)' });
c('Content-Length together with Transfer-Encoding: chunked', 'RAW', '/Users', { wire: h => `POST ${h.path}/Users HTTP/1.1\r\nHost: ${h.host}\r\nAuthorization: ${AUTH}\r\nContent-Type: application/scim+json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n` }, 400, null, { empty: 1 });
c('two different Content-Length headers', 'RAW', '/Users', { wire: h => `POST ${h.path}/Users HTTP/1.1\r\nHost: ${h.host}\r\nAuthorization: ${AUTH}\r\nContent-Type: application/scim+json\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd` }, 400, null, { empty: 1 });
c('two Authorization headers', 'RAW', '/Users', { wire: h => `GET ${h.path}/Users?count=1 HTTP/1.1\r\nHost: ${h.host}\r\nAuthorization: ${AUTH}\r\nAuthorization: Bearer other\r\nConnection: close\r\n\r\n` }, [400, 401], null);
c('body promised and never sent (slowloris)', 'RAW', '/Users', { wire: h => `POST ${h.path}/Users HTTP/1.1\r\nHost: ${h.host}\r\nAuthorization: ${AUTH}\r\nContent-Type: application/scim+json\r\nContent-Length: 100000\r\n\r\n{`, wait: 35000 }, [408, 400], null, { empty: 1, closed: 1, slow: 1 });
c('X-HTTP-Method-Override: DELETE is ignored', 'GET', () => `/Users/${U}`, { headers: { 'X-HTTP-Method-Override': 'DELETE' } }, 200, null, { check: async () => (await rq('GET', `/Users/${U}`)).status === 200 || 'deleted' });
c('X-Forwarded-Host must not reach Location or meta.location', 'GET', () => `/Users/${U}`, { headers: { 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example' } }, 200, null, { check: r => !r.text.includes('evil.example') || 'reflected' });
c('spoofed identity headers are ignored', 'GET', '/Users?count=1', { auth: '', headers: { 'X-Organization-Id': '1', 'X-Tenant-Id': '1', 'dapr-caller-app-id': 'scim-gateway', 'X-Forwarded-User': 'admin' } }, 401, null);

S('B. Token');
c('no Authorization', 'GET', '/Users?count=1', { auth: '' }, 401, null);
c('"Bearer" alone', 'GET', '/Users?count=1', { auth: 'Bearer' }, 401, null); // P5: everything else is 401
c('token plus one character', 'GET', '/Users?count=1', { auth: 'Bearer ' + TOKEN + 'x', hide: 'Bearer <token>x' }, 401, null);
c('token minus one character', 'GET', '/Users?count=1', { auth: 'Bearer ' + TOKEN.slice(0, -1), hide: 'Bearer <token minus last>' }, 401, null);
c('Basic scheme', 'GET', '/Users?count=1', { auth: 'Basic YTpi' }, 401, null);
c('token in the query', 'GET', () => '/Users?count=1&access_token=' + encodeURIComponent(TOKEN), { auth: '' }, 401, null, { show: '/Users?count=1&access_token=<token>' });
c('write with a wrong token stores nothing', 'POST', '/Users', { auth: 'Bearer wrong', body: user('b7') }, 401, null, { check: async () => (await rq('GET', F(`userName eq "${un('b7')}"`))).json?.totalResults === 0 || 'stored' });

S('C. JSON');
c('truncated JSON', 'POST', '/Users', { raw: '{"schemas":[' }, 400, 'invalidSyntax');
c('array', 'POST', '/Users', { raw: '[]' }, 400, 'invalidSyntax');
c('null', 'POST', '/Users', { raw: 'null' }, 400, 'invalidSyntax');
c('string', 'POST', '/Users', { raw: '"x"' }, 400, 'invalidSyntax');
c('text after the object', 'POST', '/Users', { raw: () => J(user('c5')) + ' x' }, 400, 'invalidSyntax');
c('duplicate key', 'POST', '/Users', { raw: () => `{"schemas":["${USER}"],"userName":"${un('c6a')}","userName":"${un('c6b')}"}` }, 400, 'invalidSyntax', { policy: 1 });
c('duplicate key in other letter case', 'POST', '/Users', { raw: () => `{"schemas":["${USER}"],"userName":"${un('c7a')}","username":"${un('c7b')}"}` }, 400, 'invalidSyntax', { policy: 1 });
c('byte FF in a string', 'POST', '/Users', { raw: () => Buffer.from(`{"schemas":["${USER}"],"userName":"\xff${un('c8')}"}`, 'latin1') }, 400, 'invalidSyntax', { show2: '{…"userName":"<0xFF>b@x"}' });
c('lone surrogate', 'POST', '/Users', { raw: () => `{"schemas":["${USER}"],"userName":"\\ud800${un('c9')}"}` }, 400, ['invalidSyntax', 'invalidValue']);
c('NUL character', 'POST', '/Users', { raw: () => `{"schemas":["${USER}"],"userName":"a\\u0000${un('c10')}"}` }, 400, 'invalidValue');
c('10,000 nested arrays in an unknown attribute', 'POST', '/Users', { raw: () => `{"schemas":["${USER}"],"userName":"${un('c11')}","x":${'['.repeat(1e4)}${']'.repeat(1e4)}}` }, 400, 'invalidSyntax', { show2: '{…,"x":[[[…10000…]]]}', maxMs: 1000 });
c('1e999 as a boolean', 'POST', '/Users', { raw: () => `{"schemas":["${USER}"],"userName":"${un('c12')}","active":1e999}` }, 400, ['invalidValue', 'invalidSyntax']);
c('UTF-16 body', 'POST', '/Users', { raw: () => Buffer.from('\ufeff' + J(user('c13')), 'utf16le') }, [400, 415], null, { show2: 'UTF-16LE of a user' });
c('100,000 unknown keys', 'POST', '/Users', { raw: () => J({ ...user('c14'), ...Object.fromEntries([...Array(1e5).keys()].map(i => ['k' + i, i])) }) }, [201, 400, 413], null, { show2: '{…,"k0":0,…,"k99999":99999}', maxMs: 2000 });

S('D. User values');
c('no schemas', 'POST', '/Users', { body: () => ({ userName: un('d1') }) }, 400, ['invalidValue', 'invalidSyntax'], { policy: 1 });
c('Group schema on /Users', 'POST', '/Users', { body: () => ({ schemas: [GROUP], userName: un('d2') }) }, 400, ['invalidValue', 'invalidSyntax']);
c('no userName', 'POST', '/Users', { body: { schemas: [USER] } }, 400, 'invalidValue');
c('empty userName', 'POST', '/Users', { body: { schemas: [USER], userName: '' } }, 400, 'invalidValue');
c('blank userName', 'POST', '/Users', { body: { schemas: [USER], userName: '   ' } }, 400, 'invalidValue');
c('userName is a number', 'POST', '/Users', { body: { schemas: [USER], userName: 12345 } }, 400, ['invalidValue', 'invalidSyntax']);
c('userName is an object', 'POST', '/Users', { body: { schemas: [USER], userName: { value: 'a@b.c' } } }, 400, ['invalidValue', 'invalidSyntax']);
c('userName of 10,000 characters', 'POST', '/Users', { body: () => user('d8', { userName: big(10000) + '@' + D }) }, 400, 'invalidValue', { show2: '{…"userName":"<10000 × x>@example.com"}' });
c('userName is not an e-mail', 'POST', '/Users', { body: () => user('d9', { userName: 'b-' + N + '-plain' }) }, 400, 'invalidValue', { policy: 1 }); // P6 (unchanged)
c('active: "maybe"', 'POST', '/Users', { body: () => user('d10', { active: 'maybe' }) }, 400, ['invalidValue', 'invalidSyntax']);
c('active: null means unassigned', 'POST', '/Users', { body: () => user('d11', { active: null }) }, [201, 400], null);
c('name is a string', 'POST', '/Users', { body: () => user('d12', { name: 'Jo' }) }, 400, ['invalidValue', 'invalidSyntax']);
c('familyName of 10,000 characters', 'POST', '/Users', { body: () => user('d13', { name: { familyName: big(10000) } }) }, 400, 'invalidValue', { show2: '{…"name":{"familyName":"<10000 × x>"}}' });
c('emails is an object', 'POST', '/Users', { body: () => user('d14', { emails: {} }) }, [201, 400], null);
c('client-chosen id is ignored', 'POST', '/Users', { body: () => user('d15', { id: 'chosen-' + N }) }, [201, 400], null, { check: r => r.json?.id !== 'chosen-' + N || 'id taken from the client' });
c('numeric externalId is not an id (CVE-2025-41115)', 'POST', '/Users', { body: () => user('d16', { externalId: '1' }) }, [201, 409], null, { check: async r => (r.json?.id !== '1' && (await rq('GET', '/Users/1')).status === 404) || 'externalId became the id' });
c('password is never returned', 'POST', '/Users', { body: () => user('d17', { password: 'Secret-' + N }) }, [201, 400], null, { check: r => !r.text.includes('Secret-' + N) || 'password echoed' });
c('existing userName', 'POST', '/Users', { body: () => user('u') }, 409, 'uniqueness');
c('existing userName in upper case', 'POST', '/Users', { body: () => user('u', { userName: un('u').toUpperCase() }) }, 409, 'uniqueness');
c('existing userName in decomposed Unicode', 'POST', '/Users', { body: () => user('d20', { userName: un('é').normalize('NFD') }), prep: async () => keep(await rq('POST', '/Users', { body: user('d20', { userName: un('é').normalize('NFC') }) })) }, 409, 'uniqueness', { policy: 1 }); // P32: one comparison form, NFKC
c('control characters in a name', 'POST', '/Users', { body: () => user('d21', { name: { familyName: 'a\u0007\u202eb' } }) }, [201, 400], null);
c('markup in a name is stored as text', 'POST', '/Users', { body: () => user('d22', { name: { familyName: '<img src=x onerror=alert(1)>' } }) }, [201, 400], null, { check: r => r.status !== 201 || r.json.name.familyName === '<img src=x onerror=alert(1)>' || 'altered (escape in the UI, not in the store)' });
c("PUT takes another user's name", 'PUT', () => `/Users/${U}`, { body: () => user('v') }, 409, 'uniqueness');
c('PUT without userName', 'PUT', () => `/Users/${U}`, { body: { schemas: [USER], active: true } }, 400, 'invalidValue');
c('PUT on a missing user', 'PUT', '/Users/00000000-0000-4000-8000-000000000000', { body: () => user('d25') }, 404, null);
c('stale If-Match', 'PUT', () => `/Users/${U}`, { body: () => user('u'), headers: { 'If-Match': 'W/"no-such-version"' } }, 412, null, { policy: 1 });

S('E. PATCH');
const pu = (o, st, ty, t, x) => c(t, 'PATCH', () => `/Users/${U}`, { body: o }, st, ty, x);
pu({ schemas: [PO] }, 400, ['invalidSyntax', 'invalidValue'], 'no Operations');
pu({ schemas: [PO], Operations: {} }, 400, ['invalidSyntax', 'invalidValue'], 'Operations is an object');
pu(ops(), [200, 204], null, 'Operations is empty: nothing changes', { policy: 1, check: async () => (await rq('GET', `/Users/${U}`)).json?.active === true || 'changed' }); // Entra's validator sends it (entra.md, Validator)
pu({ schemas: [USER], Operations: [{ op: 'replace', path: 'active', value: true }] }, 400, ['invalidSyntax', 'invalidValue'], 'wrong schema', { policy: 1 });
pu(ops({ op: 'frobnicate', path: 'active', value: true }), 400, ['invalidSyntax', 'invalidValue'], 'unknown op');
pu(ops({ path: 'active', value: true }), 400, ['invalidSyntax', 'invalidValue'], 'no op');
pu(ops({ op: 'remove' }), 400, 'noTarget', 'remove without path');
pu(ops({ op: 'replace', path: 'id', value: 'x' }), 400, 'mutability', 'replace id');
pu(ops({ op: 'replace', path: 'meta.created', value: 'x' }), 400, 'mutability', 'replace meta');
pu(ops({ op: 'remove', path: 'userName' }), 400, ['mutability', 'invalidValue'], 'remove a required attribute');
pu(ops({ op: 'replace', path: 'noSuchAttribute', value: 1 }), 400, 'invalidPath', 'unknown attribute', { policy: 1 });
pu(ops({ op: 'replace', path: 'name..familyName', value: 'x' }), 400, 'invalidPath', 'empty path segment');
pu(ops({ op: 'replace', path: 'emails[type eq "work"', value: 'x' }), 400, ['invalidPath', 'invalidFilter'], 'unterminated filter in a path');
pu(ops({ op: 'replace', path: 'emails[type sw "nosuch"].value', value: 'a@b.c' }), 400, ['noTarget', 'invalidPath'], 'filter in a path matches nothing'); // was "eq": Entra needs the e-mail of a type that isn't there to be made (entra.md, Quirks)
pu(ops({ op: 'replace', path: '__proto__.isAdmin', value: true }), 400, 'invalidPath', 'prototype path (CVE-2026-48170)');
pu(ops({ op: 'replace', path: 'active', value: { a: 1 } }), 400, ['invalidValue', 'invalidSyntax'], 'active is an object');
pu(ops({ op: 'replace', path: 'userName', value: null }), 400, ['invalidValue', 'mutability'], 'userName is null');
c('valid then invalid operation: nothing applied', 'PATCH', () => `/Users/${U}`, { body: ops({ op: 'replace', path: 'name.familyName', value: 'Applied' }, { op: 'replace', path: 'id', value: 'x' }) }, 400, 'mutability', { check: async () => (await rq('GET', `/Users/${U}`)).json?.name?.familyName !== 'Applied' || 'first operation stayed' });
c('1,001 operations', 'PATCH', () => `/Users/${U}`, { body: () => ops(...Array(1001).fill({ op: 'replace', path: 'active', value: true })) }, 413, null, { policy: 1, show2: '1001 × {"op":"replace","path":"active","value":true}' }); // P28: too large
c('PATCH on a missing user', 'PATCH', '/Users/00000000-0000-4000-8000-000000000000', { body: ops({ op: 'replace', path: 'active', value: false }) }, 404, null);
c('a group id on /Users', 'PATCH', () => `/Users/${G}`, { body: ops({ op: 'replace', path: 'active', value: false }) }, 404, null);

S('F. Filter and paging');
for (const [f, t] of [['', 'empty filter'], ['userName', 'attribute only'], ['userName eq', 'no value'], ['userName eq bob', 'unquoted value'], ['userName xx "a"', 'unknown operator'], ['userName eq "a', 'unterminated string'], ['userName eq "a" and', 'dangling and'], ['(userName eq "a"', 'unbalanced ('], ['userName eq "a")', 'unbalanced )'], ['noSuch eq "x"', 'unknown attribute'], ['userName eq "a" userName eq "b"', 'missing connective'], ['emails[type eq "work"', 'unterminated [']]) c(t, 'GET', F(f), {}, 400, 'invalidFilter');
c('filter on password', 'GET', F('password eq "x"'), {}, [400, 403], ['invalidFilter', 'sensitive']);
c('2,000 nested parentheses', 'GET', () => F('('.repeat(2000) + 'userName pr' + ')'.repeat(2000)), {}, [400, 414], null, { show: '/Users?filter=((…2000…userName pr…))', empty: 1, maxMs: 1000 });
c('500 or-terms', 'GET', () => F(Array(500).fill('userName eq "a"').join(' or ')), {}, [400, 414], null, { show: '/Users?filter=<500 × userName eq "a" or>', empty: 1, maxMs: 1000, policy: 1 });
c('regular expression as a value is literal', 'GET', F('userName co "(a+)+$"'), {}, [200, 400], null, { maxMs: 1000, check: r => r.status !== 200 || r.json.totalResults === 0 || 'matched' });
c('count=abc', 'GET', '/Users?count=abc', {}, 400, 'invalidValue');
c('startIndex=1.5', 'GET', '/Users?startIndex=1.5', {}, 400, 'invalidValue');
c('count=-5 means 0', 'GET', '/Users?count=-5', {}, 200, null, { check: r => !(r.json.Resources || []).length || 'returned resources' });
c('startIndex=0 means 1', 'GET', '/Users?startIndex=0&count=1', {}, 200, null, { check: r => (r.json.Resources || []).length === 1 || 'no resource' });
c('count=1000000000 is capped', 'GET', '/Users?count=1000000000', {}, 200, null, { check: r => (r.json.Resources || []).length <= 1000 || 'not capped' });
c('attributes=password', 'GET', () => `/Users/${U}?attributes=password`, {}, [200, 400], null, { check: r => !/"password"/.test(r.text) || 'password attribute' });
c('search without the SearchRequest schema', 'POST', '/Users/.search', { body: { filter: 'userName pr' } }, [400, 404, 405, 501], null);

S('G. Groups and members');
c('no displayName', 'POST', '/Groups', { body: { schemas: [GROUP] } }, 400, 'invalidValue');
c('displayName of 10,000 characters', 'POST', '/Groups', { body: () => group('g2', { displayName: big(10000) }) }, 400, 'invalidValue', { show2: '{…"displayName":"<10000 × x>"}' });
c('existing displayName', 'POST', '/Groups', { body: () => group('g') }, 409, 'uniqueness', { policy: 1, check: r => r.json.detail.includes(`b-${N} g`) || 'the detail does not name the group' }); // P12: the detail says which group has the name
c('reserved name Everyone', 'POST', '/Groups', { body: { schemas: [GROUP], displayName: 'Everyone' } }, 409, null, { policy: 1 }); // P13
c('rename to the reserved name Admin Center Administrators', 'PATCH', () => `/Groups/${G}`, { body: ops({ op: 'replace', path: 'displayName', value: 'Admin Center Administrators' }) }, 409, null, { policy: 1 }); // P13
c('member that does not exist: parked, not shown', 'POST', '/Groups', { body: () => group('g6', { members: [{ value: NOBODY }] }) }, 201, null, { policy: 1, check: async r => !r.text.includes(NOBODY) && !(await rq('GET', `/Groups/${r.json.id}`)).text.includes(NOBODY) || 'shown as a member' }); // P15
c('member that is a group', 'PATCH', () => `/Groups/${G}`, { body: () => ops({ op: 'add', path: 'members', value: [{ value: G }] }) }, 400, null, { policy: 1, check: r => /nest/i.test(r.json.detail) || 'the detail does not say that nesting is not supported' }); // P15
c('member without value', 'PATCH', () => `/Groups/${G}`, { body: ops({ op: 'add', path: 'members', value: [{ display: 'x' }] }) }, 400, ['invalidValue', 'invalidSyntax']);
c('members is a string', 'PATCH', () => `/Groups/${G}`, { body: ops({ op: 'add', path: 'members', value: 'abc' }) }, 400, ['invalidValue', 'invalidSyntax']);
c('one unknown member among good ones: the good ones are added', 'PATCH', () => `/Groups/${G}`, { body: () => ops({ op: 'add', path: 'members', value: [{ value: V }, { value: 'nope' }] }) }, [200, 204], null, { check: () => hasMembers(U, V) }); // P15: the unknown one is parked
c('replace of an unrelated attribute keeps the members', 'PATCH', () => `/Groups/${G}`, { body: () => ops({ op: 'replace', value: { externalId: 'e-' + N } }) }, [200, 204, 400], null, { check: () => hasMembers(U, V) }); // P15: two members since the line before the last
c('unknown member path', 'PATCH', () => `/Groups/${G}`, { body: ops({ op: 'remove', path: 'members[display eq' }) }, 400, ['invalidPath', 'invalidFilter']);

S('H. Ids and URLs');
c('glob as an id', 'GET', '/Users/' + encodeURIComponent('*'), {}, 404, null);
c('store key as an id', 'GET', '/Users/' + encodeURIComponent('s:{other}:u:1'), {}, [404, 400], null);
c('path traversal in an id', 'GET', () => `/Users/${encodeURIComponent('../Groups/' + G)}`, {}, [404, 400], null);
c('encoded NUL in an id', 'GET', '/Users/a%00b', {}, [404, 400], null, { empty: 1 });
c('id of 2,000 characters', 'GET', () => '/Users/' + 'a'.repeat(2000), {}, [404, 400, 414], null, { show: '/Users/<2000 × a>' });
c('a user id on /Groups', 'GET', () => `/Groups/${U}`, {}, 404, null);
c('unknown resource type', 'GET', '/Printers', {}, 404, null);
c('DELETE twice', 'DELETE', () => `/Users/${V}`, { prep: async () => rq('DELETE', `/Users/${V}`) }, 404, null);

S('I. The product’s rules');
const fullWidth = m => m.replace(/^./, x => String.fromCharCode(x.charCodeAt(0) + 0xfee0)); // the first letter in its full-width form
c('reserved name, other case and padded', 'POST', '/Groups', { body: { schemas: [GROUP], displayName: '  eVERYONE\u00a0' } }, 409, null); // P13
c('reserved name with a full-width letter', 'POST', '/Groups', { body: { schemas: [GROUP], displayName: fullWidth('Everyone') } }, 409, null); // P13: NFKC
c('reserved name by PUT', 'PUT', () => `/Groups/${G}`, { body: () => ({ schemas: [GROUP], id: G, displayName: 'Everyone', members: [{ value: U }] }) }, 409, null, { check: () => hasMembers(U) }); // P13
c('reserved group is not found', 'GET', '/Groups?filter=' + encodeURIComponent('displayName eq "Everyone"'), {}, 200, null, { check: r => r.json.totalResults === 0 || 'found' }); // P13
c('zero-width space in a displayName', 'POST', '/Groups', { body: () => group('i\u200b5') }, 400, 'invalidValue'); // P32: format characters
c('bell in a displayName', 'PATCH', () => `/Groups/${G}`, { body: ops({ op: 'replace', path: 'displayName', value: 'a\u0007b' }) }, 400, 'invalidValue'); // P32: control characters
c('zero-width joiner in a userName', 'POST', '/Users', { body: () => user('i\u200d7') }, 400, 'invalidValue'); // P32
c('existing displayName as a compatibility form', 'POST', '/Groups', { body: () => group('i8 ﬁn'), prep: async () => keep(await rq('POST', '/Groups', { body: group('i8 FIN') })) }, 409, 'uniqueness'); // P12, P32
c('401 says how to authenticate', 'GET', '/Users?count=1', { auth: 'Bearer wrong' }, 401, null, { check: r => !!r.headers['www-authenticate'] || 'no WWW-Authenticate' }); // P5
c('password in a PATCH is not returned', 'PATCH', () => `/Users/${U}`, { body: ops({ op: 'replace', value: { password: 'Secret2-' + N } }) }, [200, 204], null, { check: async r => !(r.text + (await rq('GET', `/Users/${U}`)).text).includes('Secret2-') || 'password returned' }); // P6; okta.md 4.6
c('adding a present member and removing an absent one', 'PATCH', () => `/Groups/${G}`, { body: () => ops({ op: 'remove', path: `members[value eq "${NOBODY}"]` }, { op: 'add', path: 'members', value: [{ value: U }] }) }, [200, 204], null, { check: () => hasMembers(U) }); // P15
c('a deactivated user answers by id and by filter', 'PATCH', () => `/Users/${U}`, { body: ops({ op: 'replace', value: { active: false } }) }, [200, 204], null, { check: async () => ((await rq('GET', `/Users/${U}`)).json.active === false && (await rq('GET', F(`userName eq "${un('u')}"`))).json.Resources?.[0]?.active === false) || 'not there with active false' }); // P9
c('a POST reinstates a deactivated user', 'POST', '/Users', { body: () => user('u') }, 201, null, { check: r => (r.json.id === U && r.json.active === true) || 'another id, or not active' }); // P7
c('a POST after DELETE brings back the id', 'POST', '/Users', { body: () => user('u'), prep: async () => rq('DELETE', `/Users/${U}`) }, 201, null, { check: r => r.json.id === U || 'another id' }); // P10

// A deleted user leaves the groups a moment later, by an event (P10).
const hasMembers = async (...ids) => { for (let i = 0; ; i++) { const m = ((await rq('GET', `/Groups/${G}`)).json.members || []).map(x => x.value); if (m.length === ids.length && ids.every(i => m.includes(i))) return true; if (i === 100) return `members are ${m}`; await new Promise(x => setTimeout(x, 200)); } };
const val = v => typeof v === 'function' ? v() : v;
// Okta waits as long as Retry-After says (P31); so does this suite, at most 10 times.
async function rq(method, path, opt) { for (let i = 0; ; i++) { const r = await once(method, path, opt); if (r.status !== 429 || i === 10) return r; await new Promise(x => setTimeout(x, 1000 * (+r.headers['retry-after'] || 1))); } }
function once(method, path, { body, raw, auth, headers = {}, ct } = {}) {
  return new Promise((res, rej) => {
    const u = new URL(BASE + path); const data = raw !== undefined ? Buffer.from(val(raw)) : body !== undefined ? Buffer.from(J(val(body))) : undefined; const a = auth === undefined ? AUTH : auth;
    const h = { ...(data ? { ...(ct === '' ? {} : { 'Content-Type': ct || 'application/scim+json' }), 'Content-Length': data.length } : {}), ...(a ? { Authorization: a } : {}), ...headers };
    const t0 = Date.now(); const q = (u.protocol === 'https:' ? https : http).request(u, { method, headers: h, agent: false, rejectUnauthorized: process.env.INSECURE !== '1' }, s => { const b = []; s.on('data', d => b.push(d)); s.on('error', rej); s.on('end', () => { const text = Buffer.concat(b).toString(); let json; try { json = JSON.parse(text); } catch { /* */ } res({ status: s.statusCode, headers: s.headers, text, json, ms: Date.now() - t0 }); }); });
    q.setTimeout(30000, () => q.destroy(new Error('timeout'))); q.on('error', rej); q.end(data);
  });
}
function wire(k) {
  return new Promise(res => {
    const u = new URL(BASE), port = u.port || (u.protocol === 'https:' ? 443 : 80), t0 = Date.now(); let b = '';
    const s = u.protocol === 'https:' ? tls.connect({ host: u.hostname, port, servername: u.hostname, rejectUnauthorized: process.env.INSECURE !== '1' }) : net.connect(+port, u.hostname);
    const done = st => { s.destroy(); const m = /^HTTP\/1\.1 (\d+)/.exec(b); const i = b.indexOf('\r\n\r\n'); const text = i < 0 ? '' : b.slice(i + 4); let json; try { json = JSON.parse(text.replace(/^[0-9a-f]+\r\n|\r\n0\r\n\r\n$/gi, '')); } catch { /* */ } res({ status: m ? +m[1] : st, text, json, headers: { 'content-type': (/content-type: (.*)\r/i.exec(b) || [])[1] }, ms: Date.now() - t0, ended: st !== 'timeout' }); };
    s.on('data', d => { b += d; if (!k.closed && /\r\n\r\n/.test(b)) setTimeout(() => done(0), 100); }); s.on('close', () => done(0)); s.on('error', () => done(0)); s.setTimeout(k.opt.wait || 8000, () => done('timeout')); s.write(k.opt.wire({ host: u.host, path: u.pathname.replace(/\/$/, '') }));
  });
}
const made = []; const keep = r => { if (r.status === 201 && r.json?.id) made.push((String(r.json.schemas).includes(GROUP) ? '/Groups/' : '/Users/') + r.json.id); return r; };
if (MD) {
  let i = 0; const esc = s => String(s).replace(/\|/g, '\\|').replace(/\r\n/g, ' ⏎ '); const short = s => { s = String(s).replaceAll(USER, '<User>').replaceAll(GROUP, '<Group>').replaceAll(PO, '<PatchOp>').replaceAll(N, '{N}'); return s.length > 150 ? s.slice(0, 147) + '…' : s; };
  for (const k of C) {
    if (k.section) { console.log(`\n**${k.section}**\n\n| # | bad input | request | expected | scimType |\n|---|---|---|---|---|`); continue; }
    i++; let body = k.show2 || ''; if (!body && k.opt.wire) body = k.opt.wire({ host: 'h', path: '/scim/v2' }); if (!body && k.opt.raw !== undefined) body = val(k.opt.raw).toString('utf8'); if (!body && k.opt.body !== undefined) body = J(val(k.opt.body));
    const hd = [k.opt.ct !== undefined ? `Content-Type: ${k.opt.ct || '(none)'}` : '', k.opt.auth !== undefined ? (k.opt.auth ? `Authorization: ${k.opt.hide || k.opt.auth}` : 'no Authorization') : '', ...(k.show2 && k.opt.headers ? [] : Object.entries(k.opt.headers || {}).map(([a, b]) => `${a}: ${b}`))].filter(Boolean).join('; ');
    console.log(`| ${i} | ${esc(k.title)}${k.policy ? ' (P)' : ''} | \`${esc(short(`${k.method} ${decodeURIComponent(k.show || val(k.path)).replace(/\u0000/g, '%00')}`))}\`${hd ? ` ${esc(hd)}` : ''}${body ? ` \`${esc(short(body)).replace(/`/g, "'")}\`` : ''} | ${k.status.join(' or ')}${k.maxMs ? `, < ${k.maxMs} ms` : ''}${k.check ? ' + state check' : ''} | ${k.type ? [].concat(k.type).join(' or ') : k.empty ? '– (empty body allowed)' : '–'} |`);
  }
  process.exit(0);
}
let pass = 0, fail = 0, i = 0;
for (const [s, set] of [['u', v => U = v], ['v', v => V = v]]) { const r = keep(await rq('POST', '/Users', { body: user(s) })); if (r.status !== 201) { console.log(`FAIL setup: POST /Users ${r.status} ${r.text.slice(0, 200)}`); console.log('0 passed, 1 failed'); process.exit(1); } set(r.json.id); }
{ const r = keep(await rq('POST', '/Groups', { body: group('g', { members: [{ value: U }] }) })); if (r.status !== 201) { console.log(`FAIL setup: POST /Groups ${r.status} ${r.text.slice(0, 200)}`); console.log('0 passed, 1 failed'); process.exit(1); } G = r.json.id; }
for (const k of C) {
  if (k.section) continue; i++; if (k.slow && process.env.FAST) continue; let why = '';
  try {
    if (k.opt.prep) await k.opt.prep(); let r; try { r = k.method === 'RAW' ? await wire(k) : keep(await rq(k.method, val(k.path), k.opt)); } catch (e) { if (k.reset && /ECONNRESET|EPIPE|hang up/.test(`${e.code} ${e.message}`)) r = { status: 413, text: '', headers: {}, ms: 0, cut: 1 }; else throw e; }
    if (!k.status.includes(r.status) && !(k.closed && r.ended && r.status === 0)) why = `expected ${k.status}, got ${r.status} ${r.text.slice(0, 120)}`;
    else if (k.maxMs && r.ms > k.maxMs) why = `took ${r.ms} ms`;
    else if (r.status >= 400 && !(k.empty && !r.text) && !r.cut) { if (!r.json?.schemas?.includes(ERR) || r.json.status !== String(r.status)) why = `not a SCIM error: ${r.status} ${r.headers['content-type']} ${r.text.slice(0, 120)}`; else if (k.type && ![].concat(k.type).includes(r.json.scimType)) why = `scimType ${r.json.scimType}, expected ${k.type}`; else if (r.text.includes(TOKEN)) why = 'token echoed'; else if (/\.cs:line|StackTrace|System\.\w+Exception/.test(r.text)) why = 'stack trace'; }
    if (!why && k.check) { const x = await k.check(r); if (x !== true) why = x; }
  } catch (e) { why = String(e.message); }
  if (why) { fail++; console.log(`FAIL ${i} ${k.title}: ${why}`); } else { pass++; console.log(`ok   ${i} ${k.title}`); }
}
for (const p of made.reverse()) await rq('DELETE', p).catch(() => {});
console.log(`${pass} passed, ${fail} failed`); process.exit(fail ? 1 : 0);
