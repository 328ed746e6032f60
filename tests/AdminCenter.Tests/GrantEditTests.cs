using OptiId.Common.V1;
using OptiId.Groups.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class GrantEditTests
{
    private static readonly RoleOf Editor = new("website", "Editor"), Viewer = new("website", "Viewer"), Admin = new("shop", "Admin");

    [Fact]
    public void TicksThatAreMadeAndTaken_AreTheChange_UnderTheVersionThatWasLoaded()
    {
        var edit = Loaded(7, Editor);

        edit.Tick(Editor, isTicked: false);
        edit.Tick(Admin, isTicked: true);

        var change = edit.ToChange("o", "g", new Cause());
        change.Make.ShouldBe([new InstanceRole { InstanceId = "shop", Role = "Admin" }]);
        change.End.ShouldBe([new InstanceRole { InstanceId = "website", Role = "Editor" }]);
        change.IfVersion.ShouldBe(7ul);
        var preview = edit.ToPreview("o", "g");
        preview.Make.ShouldHaveSingleItem().Role.ShouldBe("Admin");
        preview.End.ShouldHaveSingleItem().Role.ShouldBe("Editor");
    }

    [Fact]
    public void ATickThatIsTakenBack_ChangesNothing()
    {
        var edit = Loaded(1, Editor);

        edit.Tick(Viewer, isTicked: true);
        edit.Tick(Viewer, isTicked: false);

        edit.IsChanged.ShouldBeFalse();
    }

    [Fact]
    public void AfterAConflict_WhatWasTickedStays_AndSoDoesWhatSomebodyElseSaved()
    {
        var edit = Loaded(1, Editor);
        edit.Tick(Editor, isTicked: false);
        edit.Tick(Admin, isTicked: true);

        edit.Load(Grants(Editor, Viewer), 2);

        edit.Made.ShouldBe([Admin]);
        edit.Ended.ShouldBe([Editor]);
        edit.IsTicked(Viewer).ShouldBeTrue("Somebody else gave it meanwhile; saving this must not end it.");
        edit.Version.ShouldBe(2ul);
    }

    [Fact]
    public void AfterAConflict_WhatSomebodyElseDidAlready_IsNoChangeAnyMore()
    {
        var edit = Loaded(1, Editor);
        edit.Tick(Editor, isTicked: false);
        edit.Tick(Admin, isTicked: true);

        edit.Load(Grants(Admin), 2);

        edit.IsChanged.ShouldBeFalse();
    }

    [Fact]
    public void WhatSomebodyElseEnded_IsNotGrantedAgainByOnesOwnChange()
    {
        var edit = Loaded(1, Editor, Viewer);
        edit.Tick(Admin, isTicked: true);

        edit.Load(Grants(Viewer), 2);

        edit.Made.ShouldBe([Admin]);
        edit.Ended.ShouldBeEmpty();
        edit.IsTicked(Editor).ShouldBeFalse();
    }

    private static GrantEdit Loaded(ulong version, params RoleOf[] roles)
    {
        var edit = new GrantEdit();
        edit.Load(Grants(roles), version);
        return edit;
    }

    private static IEnumerable<Grant> Grants(params RoleOf[] roles) => roles.Select(role => new Grant { InstanceId = role.InstanceId, Role = role.Role });
}
