import { expect, test } from 'vitest'
import { helmOrder } from '../../src/jupyterhub/key-order.ts'

test.each([
  [
    ['b', 'a', 'B'],
    ['B', 'a', 'b'],
  ],
  [
    ['choice10', 'choice9', 'choice1'],
    ['choice1', 'choice9', 'choice10'],
  ],
  [
    ['mem_16', 'mem_2', 'mem_1_9'],
    ['mem_1_9', 'mem_2', 'mem_16'],
  ],
  [
    ['JUPYTERHUB_USER', 'JUPYTER_IMAGE'],
    ['JUPYTER_IMAGE', 'JUPYTERHUB_USER'],
  ],
  [
    ['a1', 'a', 'a01', 'a-b'],
    ['a', 'a-b', 'a1', 'a01'],
  ],
  [
    ['2', '10', 'x'],
    ['2', '10', 'x'],
  ],
])('Helm prints the keys %j as %j', (keys, sorted) => {
  expect([...keys].sort(helmOrder)).toEqual(sorted)
})
