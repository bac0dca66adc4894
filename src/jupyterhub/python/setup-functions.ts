/** What a well-known function sets when it is handed the configuration: sections and traits. */
export type SetTraits = readonly (readonly [section: string, trait: string])[]

/** Functions that hubs call with `c`, by dotted name; none of what they set concerns access, culling or what pods may do. */
const SETUP_FUNCTIONS: Readonly<Record<string, SetTraits>> = {
  // 2i2c-org/jupyterhub-fancy-profiles@main:jupyterhub_fancy_profiles/__init__.py
  'jupyterhub_fancy_profiles.setup_ui': [
    ['KubeSpawner', 'additional_profile_form_template_paths'],
    ['JupyterHub', 'extra_handlers'],
  ],
}

/** What a function sets, if it is one of the well-known ones. */
export function setupFunction(name: string): SetTraits | undefined {
  return Object.hasOwn(SETUP_FUNCTIONS, name) ? SETUP_FUNCTIONS[name] : undefined
}
