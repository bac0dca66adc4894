import { accessOnceAccepted } from '../src/jupyterhub/access/access.ts'
import { nearAlias } from '../src/jupyterhub/authenticators/aliases.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'unknown-authenticator-class',
  about: 'hub',
  severity: {
    recommended: { certain: 'error', unsure: 'warning' },
    strict: { certain: 'error', unsure: 'warning' },
    nrp: { certain: 'error', unsure: 'warning' },
    dsri: { certain: 'error', unsure: 'warning' },
    welkin: { certain: 'error', unsure: 'warning' },
  },
  summary: "The chart's hub image has no such authenticator, so the hub does not start.",
  why: `A short name works only from the version on that registers it, and the image holds only the packages that the chart's version
lists. The hub then crashes at its start, on the upgrade that was meant to be quick.`,
  advice: 'write a short name that this chart knows, or the dotted path of a class in the hub image',
  instead: `hub:
  config:
    JupyterHub:
      authenticator_class: generic-oauth
    Authenticator:
      allowed_users:
        - ada
    GenericOAuthenticator:
      client_id: jupyterhub
      oauth_callback_url: https://hub.example.org/hub/oauth_callback
      authorize_url: https://login.example.org/authorize
      token_url: https://login.example.org/token
      userdata_url: https://login.example.org/userinfo`,
  example: `hub:
  config:
    JupyterHub:
      authenticator_class: generic`,
  except: `Hubs that run an image of their own, and classes that Python in the values defines. In a lone file that may be one layer of
several it only warns.`,

  *check(hub) {
    const { verdict, class: authenticator, configured, because } = accessOnceAccepted(hub)
    const [first] = because
    if (verdict !== 'fails' || authenticator !== null || first?.at !== configured || configured.text === undefined)
      return
    const near = nearAlias(configured.text, hub.chart)
    yield {
      at: configured,
      // another file may name another version, or a hub image that has the class
      situation: hub.completeness === 'whole' ? 'certain' : 'unsure',
      message: near === undefined ? first.sentence : `${first.sentence}; did you mean "${near}"?`,
    }
  },
})
