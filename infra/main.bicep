@description('Short suffix that makes names unique.')
param resourceSuffix string
@description('Directory (tenant) id.')
param tenantId string
param clientId string
@secure()
param clientSecret string
@secure()
param tokenCacheKey string
@secure()
param databaseUrl string
@description('Id of the Teams app, for links in cards.')
param teamsAppId string
@secure()
param smtpUrl string = ''
param mailFrom string = ''
param location string = resourceGroup().location

var name = 'places-sync-${resourceSuffix}'

// The bot signs in as this identity: no bot secret exists.
resource botIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-bot'
  location: location
}

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: name
  location: location
  kind: 'linux'
  sku: { name: 'B1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2023-12-01' = {
  name: name
  location: location
  kind: 'app,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${botIdentity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      linuxFxVersion: 'NODE|24-lts'
      alwaysOn: true
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      appCommandLine: 'node --disable-proto=delete api/src/main/server.ts'
      healthCheckPath: '/api/health/live'
      appSettings: [
        { name: 'MODE', value: 'live' }
        { name: 'PORT', value: '8080' }
        { name: 'TENANT_ID', value: tenantId }
        { name: 'CLIENT_ID', value: clientId }
        { name: 'CLIENT_SECRET', value: clientSecret }
        { name: 'BOT_ID', value: botIdentity.properties.clientId }
        { name: 'BOT_MANAGED_IDENTITY', value: 'true' }
        { name: 'TOKEN_CACHE_KEY', value: tokenCacheKey }
        { name: 'DATABASE_URL', value: databaseUrl }
        { name: 'TEAMS_APP_ID', value: teamsAppId }
        { name: 'TAB_DOMAIN', value: '${name}.azurewebsites.net' }
        { name: 'SMTP_URL', value: smtpUrl }
        { name: 'MAIL_FROM', value: mailFrom }
      ]
    }
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  kind: 'azurebot'
  sku: { name: 'F0' }
  properties: {
    displayName: 'Places Sync'
    endpoint: 'https://${app.properties.defaultHostName}/api/messages'
    msaAppId: botIdentity.properties.clientId
    msaAppMSIResourceId: botIdentity.id
    msaAppTenantId: tenantId
    msaAppType: 'UserAssignedMSI'
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  location: 'global'
  name: 'MsTeamsChannel'
  properties: { channelName: 'MsTeamsChannel' }
}

output TAB_DOMAIN string = app.properties.defaultHostName
output BOT_ID string = botIdentity.properties.clientId
output APP_SERVICE_RESOURCE_ID string = app.id
