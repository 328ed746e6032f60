// Shows the API's document: everything from here, nothing from elsewhere (content security policy).
Scalar.createApiReference('#api', {
  url: '/api/v1/openapi.json',
  withDefaultFonts: false,
  hideClientButton: true,
  telemetry: false,
  proxyUrl: '', // a token never leaves for another server
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  documentDownloadType: 'json',
});
