using Grpc.Core;
using OptiId.Groups.V1;
using OptiId.OktaSim.App;
using OptiId.OktaSim.Product;

namespace OptiId.OktaSim.Day;

/// <summary>A day of provisioning in one dialect, chapter by chapter.</summary>
internal sealed class ProvisioningDay(OktaApp app, Cast cast, ProductSide? product, Transcript transcript)
{
    public OktaApp App => app;

    public Cast Cast => cast;

    public Transcript Transcript => transcript;

    public Expectations Expect => app.Expect;

    /// <summary>The services beside SCIM; null where none can be reached.</summary>
    public ProductSide? Product => product;

    public async Task PlayAsync(bool keep, CancellationToken cancellation)
    {
        await PlayAsync(new TestingCredentials(), cancellation);
        if (transcript.Chapters[^1].Failures > 0)
        {
            transcript.Skip("the rest of the day: Okta saves no integration whose test fails");
            return;
        }

        var chapters = new List<IChapter>
        {
            new OtherConfigurations(),
            new PreparingTheProduct(),
            new AssigningPeople(),
            new TakingOverCollaborators(),
            new UpdatingProfiles(),
            new PushingGroups(),
            new LinkingALocalGroup(),
            new RenamingAGroup(),
            new MovingMembers(),
            new EmptyingAGroup(),
            new Deactivating(),
            new Reassigning(),
            new Duplicates(),
            new Importing(),
            new SpecificationSuite(),
            new UnlinkingAGroup(),
            new AskingAccess(),
        };
        if (!keep)
        {
            chapters.Add(new TidyingUp());
        }

        foreach (var chapter in chapters)
        {
            await PlayAsync(chapter, cancellation);
        }
    }

    private async Task PlayAsync(IChapter chapter, CancellationToken cancellation)
    {
        transcript.Begin($"{app.Dialect}: {chapter.Title}");
        if (chapter.NeedsProduct && product is null)
        {
            transcript.Skip("needs the services, and none were named or found");
            return;
        }

        try
        {
            await chapter.PlayAsync(this, cancellation);
        }
        catch (StoryBrokenException e)
        {
            transcript.Fail(new Failure("the story can go on", "the chapter before", e.Message));
            transcript.Skip("the rest: what it builds on isn't there");
        }
        catch (RpcException e)
        {
            transcript.Fail(new Failure("the services answer", "protos/", $"{e.StatusCode}: {e.Status.Detail}"));
            transcript.Skip("the rest: a service refused or didn't answer");
        }
    }
}

/// <summary>A part of the day.</summary>
internal interface IChapter
{
    /// <summary>What happens, for the administrator.</summary>
    string Title { get; }

    /// <summary>Tells of what only the product's own side knows.</summary>
    bool NeedsProduct => false;

    Task PlayAsync(ProvisioningDay day, CancellationToken cancellation);
}

/// <summary>The product's own side in a day: who administers it, what is there to be granted.</summary>
internal sealed class ProductSide(Administrator administrator, AccessQuestions access)
{
    private Instance? website;
    private Instance? experiments;

    public Administrator Administrator => administrator;

    public AccessQuestions Access => access;

    /// <summary>A CMS in which Everyone is Viewer, Engineering Administrator and the linked group Editor.</summary>
    public Instance Website
    {
        get => website ?? throw new StoryBrokenException("The product instance couldn't be made.");
        set => website = value;
    }

    /// <summary>An Experimentation project that Marketing may analyze until it is unlinked.</summary>
    public Instance Experiments
    {
        get => experiments ?? throw new StoryBrokenException("The product instance couldn't be made.");
        set => experiments = value;
    }

    /// <summary>The instances that were made, to be deleted at the end.</summary>
    public IEnumerable<Instance> Instances => new[] { website, experiments }.OfType<Instance>();

    /// <summary>The local group, as long as Okta hasn't linked it.</summary>
    public string? LocalGroupId { get; set; }
}
