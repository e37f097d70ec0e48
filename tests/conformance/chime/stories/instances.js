// App instances and their admins.

import { answered, fresh, instanceOf, recent, same } from '../clients.js';

export const instances = {
  'an app instance is made, described, renamed and deleted': async ({ owner }) => {
    const wanted = { Name: fresh('cinema'), Metadata: '{"halls":3}', ClientRequestToken: fresh('token') };
    const { AppInstanceArn } = await answered(201, owner.identify('CreateAppInstance', wanted));
    same(instanceOf(AppInstanceArn), AppInstanceArn, 'the ARN');
    same((await owner.identify('CreateAppInstance', wanted)).AppInstanceArn, AppInstanceArn, 'the same request again');
    await owner.refused('ConflictException', owner.identify('CreateAppInstance', { ...wanted, Name: 'Other' }));
    const describe = () => owner.identify('DescribeAppInstance', { AppInstanceArn });
    const { AppInstance: made } = await answered(200, describe());
    same([made.AppInstanceArn, made.Name, made.Metadata], [AppInstanceArn, wanted.Name, wanted.Metadata]);
    recent(made.CreatedTimestamp, 'CreatedTimestamp');
    recent(made.LastUpdatedTimestamp, 'LastUpdatedTimestamp');
    const changes = { AppInstanceArn, Name: fresh('theatre'), Metadata: '{"halls":4}' };
    same((await answered(200, owner.identify('UpdateAppInstance', changes))).AppInstanceArn, AppInstanceArn);
    const { AppInstance: renamed } = await describe();
    same([renamed.Name, renamed.Metadata], [changes.Name, changes.Metadata]);
    await owner.refused('BadRequestException', owner.identify('UpdateAppInstance', { ...changes, Name: ' ' }));
    await answered(204, owner.identify('DeleteAppInstance', { AppInstanceArn }));
    await owner.refused('ForbiddenException', describe());
    const own = instanceOf(owner.admin);
    await owner.refused('ForbiddenException', owner.identify('DeleteAppInstance', { AppInstanceArn: own }));
  },

  'app instances are listed in pages': async ({ owner }) => {
    const made = [await owner.instance(), await owner.instance({ Metadata: '{}' })];
    const pages = await owner.pages('ListAppInstances', {});
    const all = pages.flatMap((page) => page.AppInstances);
    same(pages.slice(0, -1).every((page) => page.AppInstances.length === 2), true, 'full pages before the last');
    const found = all.filter((one) => made.includes(one.AppInstanceArn));
    same(found.map((one) => one.Metadata ?? null), [null, '{}']);
    same(all.filter((one) => one.AppInstanceArn === instanceOf(owner.admin)).length, 1, 'the server’s own, once');
  },

  'an admin is named, may do more, and is one no more': async ({ owner }) => {
    const AppInstanceArn = await owner.instance();
    const [ulla, bo] = [await owner.user('Ulla', AppInstanceArn), await owner.user('Bo', AppInstanceArn)];
    const channel = await owner.channel([ulla], { Privacy: 'PRIVATE' });
    const look = () => bo.as('DescribeChannel', { ChannelArn: channel });
    await owner.refused('ForbiddenException', look());
    const about = { AppInstanceArn, AppInstanceAdminArn: bo.arn };
    const named = await answered(201, owner.identify('CreateAppInstanceAdmin', about));
    same([named.AppInstanceArn, named.AppInstanceAdmin], [AppInstanceArn, { Arn: bo.arn, Name: 'Bo' }], 'the answer');
    await owner.refused('ConflictException', owner.identify('CreateAppInstanceAdmin', about));
    await look();
    const { AppInstanceAdmin } = await answered(200, owner.identify('DescribeAppInstanceAdmin', about));
    same([AppInstanceAdmin.AppInstanceArn, AppInstanceAdmin.Admin], [AppInstanceArn, { Arn: bo.arn, Name: 'Bo' }]);
    recent(AppInstanceAdmin.CreatedTimestamp);
    await answered(204, owner.identify('DeleteAppInstanceAdmin', about));
    await owner.refused('ForbiddenException', owner.identify('DescribeAppInstanceAdmin', about));
    await owner.refused('ForbiddenException', look());
  },

  'admins are listed in pages': async ({ owner }) => {
    const AppInstanceArn = await owner.instance();
    const names = ['Ulla', 'Bo', 'Cy'];
    for (const name of names) {
      const { arn } = await owner.user(name, AppInstanceArn);
      await owner.identify('CreateAppInstanceAdmin', { AppInstanceArn, AppInstanceAdminArn: arn });
    }
    const pages = await owner.pages('ListAppInstanceAdmins', { AppInstanceArn });
    same(pages.map((page) => [page.AppInstanceArn, page.AppInstanceAdmins.length]), [[AppInstanceArn, 2], [AppInstanceArn, 1]]);
    same(pages.flatMap((page) => page.AppInstanceAdmins.map((one) => one.Admin.Name)), names);
    const stranger = await owner.user('Eve');
    const about = { AppInstanceArn, AppInstanceAdminArn: stranger.arn };
    await owner.refused('BadRequestException', owner.identify('CreateAppInstanceAdmin', about));
  },
};
